"""Word lists the rules share: function words, feelings, images. Written for this project; lower case."""

import re


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTION_WORDS = _set("""
    a about after again all also am an and any anyone anything are aren't as at away back be
    because been before being between both but by came can can't come could couldn't did didn't
    do does doesn't doing don't done down each else even every everything few first for from get
    gets getting go goes going gone good got had has hasn't have haven't having he he'd he'll
    he's her here hers herself him himself his how i i'd i'll i'm i've if in into is isn't it
    it's its itself just kind know known lot like make makes many may maybe me mean means might
    mine more most much must my myself need never no nobody nor not nothing now of off oh ok
    okay on once one only or other our out over own perhaps quite rather really right said same
    say says see seem seems seen she she'd she'll she's should shouldn't since so some somebody
    someone something sort still such take than that that's the their them themselves then there
    there's these they they'd they'll they're they've thing things think this those though
    thought through to today too two up us very want wants was wasn't way we we'll we're we've
    well went were weren't what what's when where which while who whole whom whose why will with
    without won't would wouldn't yes yeah yet you you'd you'll you're you've your yours yourself
    let let's tell told give given gave put bit little ever always around actually probably
    different look looks looked time tomorrow yesterday moment day days week weeks would've mm
    hm mhm uh um sure fine great three four five six seven eight nine ten
""")

# The commonest English words; in English talk they make up four words in ten, elsewhere hardly one.
ENGLISH = _set("""
    the of and to a in that is was it for on with he as you i at be this have from or had by but
    not what all were we when your can there an which she do how if will up about out them then
    so would like him into has more two go no my than been who its now did get me because know
    think just really want they are don't it's that's i'm
""")

_FEELINGS = _set("""
    afraid angry anger annoyed anxious anxiety ashamed awful bored calm confident confused cry
    crying delighted desperate disappointed embarrassed embarrassing envy envious exhausted
    excited fear feared fears frightened frustrated frustrating frustration furious glad
    grateful grief guilt guilty happy hate helpless hopeful hopeless hurt hurts hurting insecure
    jealous joy lonely lost love loved lovely mad miserable nervous offended overwhelmed
    overwhelming panic peaceful proud pride relief relieved resent sad sadness scared shame
    shaken shy stressed stressful stuck tears tense terrible terrified tired tiring torn trapped
    uneasy unhappy upset vulnerable worried worry worries worrying
""")
FEELING = re.compile(
    r"\b(?:" + "|".join(sorted(_FEELINGS)) + r")\b"
    r"|\bi (?:\w+ ){0,2}(?:feel|felt|feeling)\b(?! like we| that we)|\bfeeling\b|\bfeels?\b|\btight\b"
    r"|\bgets? (?:small|heavy|dark)\b"
)
NAMED_FEELING = re.compile(r"\b(?:" + "|".join(sorted(_FEELINGS)) + r"|feelings?|feels?|felt)\b")
# A lift rather than an opening: passing it over is not counted.
PLEASANT = re.compile(
    r"\b(?:calm|confident|delighted|glad|grateful|happy|hopeful|joy|lovely?|loved|peaceful|proud|pride|relief|relieved|excited)\b"
)
# What stands before a feeling word that is somebody else's, or denied.
NOT_OWN = re.compile(
    r"\b(?:he|she|they|people|(?:he|she)'s)(?: (?:is|was|are|were|looks?|seems?|felt|feels))?(?: [a-z]+){0,1} $|\bnot (?:[a-z]+ ){0,2}$"
    r"|\bhave the $"
)
# Not a feeling about the matter: polite or idle uses.
IDLE_FEELING = re.compile(
    r"\b(?:i'm|i am) (?:sorry|afraid) (?:i'm late|but|i (?:was|am) late|we|to interrupt)\b"
    r"|\b(?:glad|happy|lovely|sorry) (?:to (?:see|meet|hear)|about the noise)\b|^(?:sorry|lovely|oh,? sorry)\W*$"
    r"|\bi (?:would|'d) (?:love|hate) to\b|\bhow lovely\b|\bfeel free\b|\b(?:have|had) the feeling\b"
)
IMAGE = re.compile(
    r"\b(?:like|as if|as though) (?:i (?:was|were|am)|a|an|the|being|putting|pushing|standing|walking|somebody)\b"
    r"|\bit is (?:like|as if)\b|\bi am the (?:\w+ )?(?!one who has to go)\w+ where\b|\b(?:this|a) picture of\b"
    r"|\bmetaphor\b|\bi see myself\b"
)
DISAGREES = re.compile(
    r"^(?:no[,.]|no but|not really|not quite|not exactly|well,? no|yes and no|hm+[,.]? no|i don't think)"
    r"|\bnot quite\b|\bi (?:am|'m) not (?:so |really )?sure\b|\bit is not (?:as you say|that|the)\b"
    r"|\bi (?:would|'d) rather not\b|\bthat is not (?:it|what|how)\b|\bnot really one for\b"
)
THIN_ASSENT = re.compile(
    r"^[\s,.!…-]*(?:(?:hm+|mhm|mm+|yes|yeah|yep|ok(?:ay)?|all right|alright|right|sure|fine|maybe|perhaps|i suppose(?: so)?"
    r"|i see|i guess(?: so)?|i will (?:see|try)|we will see|one should|i know|exactly|thank you|thanks|a \w+"
    r"|an? [\w-]+|you can send it|i could|i would have to see|if you (?:like|think so)|it sounds useful|no|true"
    r"|that is fine|then|so)\b[\s,.!…-]*)+$"
)
WH = r"(?:what|how|why|where|when|who|whom|whose|which)"
AUX = (
    r"(?:do|does|did|don't|doesn't|didn't|are|aren't|is|isn't|was|wasn't|were|weren't|will|won't|would"
    r"|wouldn't|can|can't|could|couldn't|should|shouldn't|have|haven't|has|hasn't|had|may|might|shall|am)"
)
