"""What coach's questions and remarks are about, as patterns over lower-case sentences.

Every theme is a name from docs/method.md. A sentence may carry several. Gaps in patterns are bounded.
"""

import re
from collections.abc import Mapping

_SOURCES: Mapping[str, tuple[str, ...]] = {
    "outcome": (
        r"what (?:would|do|did) you (?:like|want|wish|hope|need)\b.{0,24}\b(?:use|have|talk|look|work|explore"
        r"|focus|discuss|get|achieve|bring|leave|session|today|conversation|call)\b",
        r"what (?:brings|brought) you\b",
        r"what(?:'s| is) (?:on your mind|your topic|the topic|the focus|your focus)\b",
        r"what should we (?:talk|look|work|focus)\b",
        r"what (?:shall|can) we (?:talk|look|work|focus|do)\b.{0,20}\b(?:today|about|on)\b",
    ),
    "success": (
        r"how (?:will|would|do|could|can) (?:you|we) (?:know|notice|recogni[sz]e|tell)\b",
        r"what would (?:be|make) .{0,30}\b(?:good|great|successful|worth|useful)\b",
        r"\bat the end (?:of (?:our|this|today|the)|that you)\b|\bby the (?:time we|end)\b",
        r"\bworth (?:your|the|our) (?:time|while)\b|\btake away (?:from|today)\b|\bin your hand\b",
        r"\bsign (?:of success|that)\b|\bwhat (?:will|would) (?:be|have) (?:different|changed)\b",
    ),
    "meaning": (
        r"what makes (?:it|this|that|\w+) .{0,30}\b(?:important|matter|worth|urgent|meaningful)\b",
        r"\bwhy (?:is|does) (?:this|that|it|the \w+) .{0,20}\b(?:important|matter)\b|\bwhy now\b",
        r"\bwhat(?:'s| is) (?:so )?(?:important|at stake)\b|\bmatters? (?:\w+ )?to you\b|\bwhat do you value\b",
        r"\bwhat (?:would|does|will|could) (?:it|this|that|having \w+) (?:give|mean (?:to|for)|bring) you\b",
        r"\bimportant (?:to|for) you\b",
    ),
    "path": (
        r"what (?:would|do|might|should) (?:we|you) (?:need|have) to (?:look|deal|address|face|sort|untangle"
        r"|understand|work|explore|talk)\b",
        r"\bwhere (?:would you like|do you want|shall we|should we|would it help)\b.{0,10}\b(?:start|begin)\b",
        r"\bwhat (?:needs|has) to (?:be (?:looked|dealt|said|sorted)|happen)\b",
        r"\bwhat (?:is|would be) the first (?:thing|piece|question)\b",
    ),
    "check": (
        r"\bare we (?:still )?(?:on|where|heading|talking|going)\b|\bhalf ?way\b",
        r"\bis (?:this|that|it) (?:still )?(?:the right (?:thing|conversation|question)|what you (?:want|need"
        r"|came)|useful|helpful|where you)\b",
        r"\bhas something else become\b|\b(?:is there|or is) something else that\b",
        r"\bdo you want to (?:stay|go back|continue|carry on)\b|\bwhich (?:shall|should|would) (?:we|you) follow\b",
        r"\bwhere are you with (?:that|it|this)\b|\bhow are we doing\b",
    ),
    "time": (
        r"\bminutes? (?:left|to go|more|remaining)\b|\bhalf ?way\b|\bour time\b|\btime is (?:nearly|almost)\b",
        r"\bwe have (?:about|around|only|still)\b.{0,20}\b(?:minutes?|time)\b|\bbefore we (?:finish|close|stop)\b",
    ),
    "choice": (
        r"\b(?:would|do) you (?:rather|prefer)\b|\bwhich (?:would|one|of (?:the|these|them|those))\b",
        r"\bwhere would you like (?:us )?to (?:go|begin|start|take|look)\b|\bhow would you like to\b",
        r"\bwhat would (?:serve|suit|fit|be (?:most |more )?(?:useful|helpful|better))\b|\bwhich would\b",
        r"\b(?:would you like|do you want) to (?:stay|go|look|try|explore|continue)\b",
        r"\bhow would you like (?:to|us)\b|\bwould (?:you|it) .{0,40}\bor\b.{0,40}\?",
    ),
    "permission": (
        r"\b(?:may|can|could|might) i (?:offer|share|ask|suggest|make|say|add|tell|give)\b",
        r"\b(?:is it|would it be) (?:ok|okay|all right|alright|useful|helpful|fine) if i\b",
        r"\bi could (?:offer|tell|share)\b.{0,60}\bor\b|\bwould you like (?:me|to hear)\b",
        r"\bdo you want (?:me to|to hear|an? (?:idea|suggestion))\b|\bare you open to\b|\bwith your permission\b",
    ),
    "feeling": (
        r"\bhow (?:do|did|does|are|is|was) (?:you|it|that|this) (?:\w+ ){0,3}?(?:feel|feeling|for you)\b",
        r"\bwhat (?:do|did|are) you feel|\bwhat(?:'s| is| was) it like\b|\bfear asking\b",
        r"\b(?:feeling|sadness|anger|fear|shame) (?:about|asking|want|tell)\w*\b",
    ),
    "inner": (
        r"\b(?:you|yourself) (?:\w+ ){0,3}?(?:feel|feeling|want|need|value|believe|hope|hear|notic\w+|sens\w+"
        r"|assum\w+|fear|wish|learn\w*|hold(?:ing)?|trust|long|avoid\w*|pretend\w*)\b",
        r"\b(?:for|in|inside|about) you(?:rself)?\b(?! (?:could|should|can|need))|\bwhat(?:'s| is) it like\b",
        r"\bwho (?:are|would|were|is (?:it|she|he|that))\b|\bpart of you\b|\bmatters? (?:\w+ )?to you\b",
        r"\byour (?:gut|body|heart|values?|sense|inner|voice|instinct|stomach|shoulders?|chest)\b",
        r"\bhold for you\b|\basking (?:of|for)\b|\bthat (?:fear|feeling|part)\b",
    ),
    "identity": (
        r"\bwho (?:are|were|would|will|do) you\b|\bwho (?:is|would) (?:it|she|he|that|the one)\b",
        r"\b(?:about|see|saw|call|become|as) yourself\b|\bpart (?:of you|say|want)\b|\bpatterns?\b",
        r"\bwhat kind of (?:person|leader|partner|friend|\w+er) (?:are|do|would)\b|\bsay about you\b",
        r"\b(?:different|true) (?:about|for|of) you\b|\bwhat (?:does|would) (?:the (?:one|part|second|other)|she|he"
        r"|that part)\b.{0,30}\b(?:know|say|want|do)\b",
        r"\bwhat do you want to be\b",
    ),
    "perspective": (
        r"\bwhat else (?:could|might|would|do you|is possible|is there)\b|^(?:and )?what else\W*$|\bfrom (?:her|his|their|the other|another|your \w+'s) (?:side|view|perspective|point|eyes)\b",
        r"\bwhat would (?:your |the |a |an )?\w+ (?:\w+ )?(?:say|think|do|see|notice)\b|\bimagine\b",
        r"\bif (?:you (?:could|were|looked|had)|that one|it were|this were)\b|\bon a scale\b|\bopposite\b",
        r"\bwhat (?:other|are your) (?:options?|ways?)\b|\bwhat could you\b|\bwhat if\b|\banother (?:way|angle)\b",
        r"\bwhat (?:becomes?|would become|is) possible\b|\b(?:in|from) (?:\w+ )?(?:years?|months?)(?: time)?\b",
        r"\bwhat (?:would|could|will) it (?:give|take|look|be)\b|\bwhat do you see differently\b",
    ),
    "word": (
        r"\b(?:when|what do) you (?:say|said|call|mean)\b|\bwhat does .{1,60}\b(?:mean|hold)\b",
        r"\byou (?:said|called|used the word|call it)\b|\bwhat (?:would be|is) in (?:it|the picture)\b",
        r"\bwhat (?:is|would you call) .{0,20}\b(?:word|name)\b|\bwhat would you call it\b|\bhold for you\b",
        r"\bwhat do you hear in\b|\btaste of itself\b",
    ),
    "view": (
        r"\bhow (?:do|would|did) you (?:see|view|look at|explain|understand)\b|\bhow does (?:that|it|this) look\b",
        r"\bwhat do you (?:think|make|believe)\b|\bwhat are you assuming\b|\bwhat(?:'s| is) your (?:view|take)\b",
        r"\bfrom (?:her|his|their) side\b|\bwhat role\b|\bwhat rules?\b|\bwhat do you already know\b",
        r"\bhow does (?:that|it|this) work for you\b|\bwhich of (?:them|these|those|the \w+)\b.{0,30}\byou\b",
    ),
    "context": (
        r"\bcultur\w+\b|\bbackground\b|\bassum\w+\b|\bwhat am i missing\b|\bin your (?:world|family|team|company)\b",
        r"\bhow is it where you\b|\bwhat is (?:usual|normal|expected) (?:in|where|for)\b",
    ),
    "shift": (
        r"\bi (?:notice|noticed|hear|heard|see|saw) .{0,60}\b(?:voice|slow\w*|quiet\w*|loud\w*|laugh\w*|smil\w+"
        r"|tears?|sigh\w*|energy|paus\w+|changed|shift\w*|breath\w*|light\w*)\b",
        r"\byou (?:are|were|'re|look|sound) (?:laughing|smiling|crying|quiet\w*|slower|lighter|different)\b",
        r"\byou (?:laughed|sighed|paused|slowed|smiled|hesitated|stopped)\b|\bwhat happened there\b",
        r"\bwhat (?:just|has just|has) (?:just )?(?:changed|shifted|happened)\b|\byour (?:voice|face|tone|energy)\b",
        r"\bsomething (?:just )?(?:changed|shifted)\b",
    ),
    "observation": (
        r"\bi (?:notice|noticed|wonder|wondered|sense|sensed)\b|\bi(?:'m| am| was) (?:wondering|noticing|struck)\b",
        r"\bi (?:have|had|get|got) (?:the|a) (?:feeling|impression|sense|hunch)\b|\bit (?:strikes|occurs to) me\b",
        r"\bhere(?:'s| is) a thought\b|\bmy (?:hunch|impression)\b|\bwhat i (?:hear|notice|see)\b",
        r"\bi hear (?:somebody|someone|that|two|a)\b|\byou said .{2,60}\btimes\b|\bi think it might\b",
    ),
    "invitation": (
        r"\bwhat do you make of\b|\bdoes (?:that|this|it) (?:fit|sound|resonate|land|match|ring)\b",
        r"\b(?:how|what) (?:does|is|was|happened) (?:that|this|there)\b|\bdid i get\b|\bhave i (?:got|understood)\b",
        r"\bis that (?:right|so|it|fair)\b|\bplease (?:change|correct)\b|\bcorrect me\b|\btell me (?:where it|if)\b",
        r"\bwhat would (?:you change|fit)\b|\bor is it (?:something|different)\b|\bhow do you see it\b",
    ),
    "accepting": (
        r"\b(?:more exact|better|clearer) than mine\b|\b(?:perhaps|maybe) (?:it|that) does(?: not|n't) fit\b",
        r"\bthat was my (?:idea|thought|picture|word)\b|\bthank you for (?:correcting|saying|telling)\b",
        r"\bi (?:may|might|could) (?:have|be) .{0,24}\bwrong\b|\bi was wrong\b|\bi misheard\b|\bi got that wrong\b",
    ),
    "open_self": (
        r"\bi(?:'m| am) sorry (?:i|that i|for)\b|\bi (?:do not|don't) (?:know|understand) (?:where|what|yet|how)\b",
        r"\bmy mistake\b|\bi (?:missed (?:that|what you|something)|lost (?:you|the thread)|misunderstood|rushed)\b|\bi (?:got|went|jumped) (?:ahead|too)\b",
        r"\bi notice (?:that )?i\b|\bi am not sure (?:i|where)\b|\b(?:i'm|i am) touched\b",
    ),
    "empathy": (
        r"\bthat must (?:be|have been|feel)\b|\bit hurts\b|\btake your time\b|\b(?:there is|there's)? ?no (?:hurry|rush)\b",
        r"\b(?:that|it|this) (?:sounds?|is|was|feels?|seems?) (?:\w+ ){0,2}(?:hard|painful|difficult|hurtful|tough"
        r"|heavy|lonely|frightening|cold place|a lot)\b",
        r"\bi(?:'m| am) sorry (?:about|to hear|that you|you)\b|\bno wonder\b|\bit makes sense that\b",
        r"\byou (?:don't|do not) have to be sorry\b|\bit took something\b|\bit sounds like you are holding\b",
        r"\bit is a \w+ place\b",
    ),
    "reassurance": (
        r"\b(?:don't|do not) worry\b|\b(?:that|this|it) ?(?:'s|is) (?:\w+ )?normal\b|\bnot (?:that|so) bad\b",
        r"\b(?:lots of|many|most|all) (?:people|couples|clients|coaches)\b|\bi(?:'m| am) sure (?:they|you|it|that)\b",
        r"\byou (?:will|'ll) (?:see|be fine|feel better)\b|\bthat will go away\b|\bit(?:'s| is) not silly\b",
        r"\byou don't sound\b|\bbelieve me\b|\bcheer up\b",
    ),
    "learning": (
        r"\bwhat (?:are|have|did|do|were|would) you (?:\w+ )?(?:learn\w*|discover\w*|reali[sz]\w+|tak(?:e|ing) (?:away"
        r"|from|with))\b",
        r"\bwhat (?:is|has become|became|'s) (?:clear|clearer|new)\b|\bwhat do you (?:see|know|understand)"
        r" (?:differently|now)\b",
        r"\bwhat (?:insight|learning)\b|\bwhat will you take\b|\bwhat has (?:changed|shifted) (?:for|in) you\b",
        r"\bwhat does (?:this|that|it) (?:tell|teach|show) you\b",
    ),
    "action": (
        r"\bwhat (?:else )?(?:will|would|could|can) you do\b|\bwhat do you (?:want|plan|choose|wish|intend) to do\b|\bwhat will you\b",
        r"\b(?:next|first) steps?\b.{0,30}\?|\bwhat do you want to do with\b|\bwhen (?:do|will|would) you (?!say|said)\b",
        r"\bhow (?:do|will|would) you (?:(?:want|like) to )?(?:use|carry|apply|put|begin|start)\b",
        r"\bwhat are you going to do\b|\bwhat happens next\b|\bwhich one do you want to do\b|\bwhat would be your step\b",
    ),
    "accountability": (
        r"\bhow (?:will|would|do|can|could) you (?:\w+ ){0,4}?(?:keep|hold|make sure|stay on|track|remember|remind"
        r"|ensure|commit)\b",
        r"\b(?:keep|hold) yourself\b|\bwho (?:else )?(?:needs|should|could|might|will) (?:to )?know\b",
        r"\bwhat would (?:make|help|keep) you (?:accountable|keep|stay|on track)\b|\bshould i ask you\b",
        r"\banyone (?:who )?needs? to know\b",
    ),
    "imposed": (
        r"\bi(?:'d| would)? (?:want|like|need|expect) you to\b|\byou will (?:write|send|call|message|tell|report)\b",
        r"\b(?:send|write|e-?mail|text|report|show)(?: it)? (?:to )?me\b|\blet me know (?:when|how|if|by)\b",
        r"\bi (?:will|can|'ll) (?:check|hold you)\b|\byour homework\b|\breport back\b|\bdon't forget the\b",
        r"\blet(?:'s| us) (?:put|set|fix)\b.{0,40}\b(?:down|for|by|on)\b",
    ),
    "consequence": (
        r"\bwhat (?:might|could|would|will|can) (?:happen|come|follow|you (?:learn|discover)|it (?:teach|bring|show))\b",
        r"\bwhat if (?:it|he|she|they|that|this)\b|\bwhat (?:do|would) you (?:hope|expect) (?:will|would|to)\b",
        r"\beither way\b|\bwhichever way\b|\bif it (?:goes|does not|doesn't|works|fails)\b|\bsuppose (?:it|he|she)\b",
    ),
    "obstacle": (
        r"\b(?:get|gets|stand|stands) in (?:the|your) way\b|\bgo wrong\b|\bhold(?:s|ing)? you back\b|\btempt you\b",
        r"\b(?:could|might|would|will|can) (?:stop|hinder|prevent|keep) you\b|\bwhat (?:obstacles?|barriers?)\b",
        r"\bwhat(?:'s| is) stopping\b|\bhelp you not to\b",
    ),
    "support": (
        r"\b(?:who|what|anyone|anybody|someone)\b.{0,40}\b(?:support|help|back you|on your side|ally|allies)\b",
        r"\bsupport you\b|\bwhat (?:do|would|will) you need (?:for|from|to)\b",
    ),
    "resource": (
        r"\bwhat strengths?\b|\bwhat (?:has|have) (?:helped|worked)\b|\bresources?\b|\balready know\b",
        r"\bwhat (?:do|can) you (?:already )?(?:have|rely|draw|build|lean)\b|\bwhen (?:did|have) you .{0,40}\bbefore\b",
    ),
    "progress": (
        r"\b(?:you|we) (?:wanted|came|set out|started|began|said at the (?:start|beginning))\b|\bcompared with\b",
        r"\bwhere (?:is|are) .{0,40}\bnow\b|\bhow far\b|\bdid (?:you|we) get (?:to |where|what)\b|\byou named\b",
        r"\bfrom (?:the|our) (?:start|beginning)\b|\bwhen (?:we|you) (?:began|started|came)\b",
    ),
    "closing": (
        r"\bhow (?:shall|would you like|do you want|should)\b.{0,20}\b(?:close|finish|end|wrap)\b",
        r"\banything (?:else|more|left)\b.{0,50}\b(?:finish|close|end|say|today|complete|need)\b|\bto finish for today\b",
        r"\bwhat (?:else )?do you need to (?:close|finish|complete|end)\b|\bhow would you like to (?:close|finish|end)\b",
    ),
    "farewell": (
        r"\bgood ?bye\b|\bbye\b|\bsee you\b|\btake care\b|\bwe stop here\b|\blet us stop\b|\bsame time (?:in|next)\b",
    ),
    "consent": (
        r"\brecord(?:ing|ed|s)?\b|\bconsent\b|\bconfidential\w*\b|\bwithout (?:your |any )?names?\b|\bdeleted\b",
    ),
    "terms": (
        r"\bcoaching (?:is|means|does|can|is not)\b|\bas your coach\b|\bmy role\b|\bconfidential\w*\b|\bbetween us\b",
        r"\bour agreement\b|\bhow we (?:will |want to )?work together\b|\bcancel\w*\b|\bthe fee\b",
    ),
}
THEMES: Mapping[str, re.Pattern[str]] = {
    name: re.compile("|".join(f"(?:{source})" for source in sources))
    for name, sources in _SOURCES.items()
}


def themes_in(low: str) -> tuple[str, ...]:
    """Names of the themes a lower-case sentence carries, in the order of the table."""
    return tuple(name for name, pattern in THEMES.items() if pattern.search(low))
