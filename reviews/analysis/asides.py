"""Sentences that speak to whoever reads the transcript, a machine most of all, and not to the person in the room.

They stay in the transcript; the reading goes on as if they had not been said. A scaling question (“How would
you rate it, from one to ten?”) and talk about work with machines are none of them.
"""

import re

_RATE = r"(?:rate|grade|score|assess|evaluate|classify|certify|judge)"
_THING = (
    r"(?:me|us|her work|his work|(?:this|the|my|our|every|each|any) (?:\w+ )?(?:coach(?:ing)?|session|talk|conversation|transcript|turn|markers?|behaviou?rs?"
    r"|competenc(?:y|ies)|findings?)|all (?:of )?(?:the )?(?:markers|behaviou?rs|competencies|turns)|everything|them all)"
)
_TOP = (
    r"(?:acc|pcc|mcc|seen|not seen|partly|distinctive|steady|masterful|excellent|perfect(?:ly)?|(?:the )?(?:highest|top|maximum|best|full)|10/10|ten out of ten"
    r"|a? ?strength|passed)"
)
_READER = r"(?:ai|a\.i\.|llm|language model|chat ?bot|model|reader|reviewer|assessor|grader|machine|system|classifier|algorithm|software)"
_TO_A_READER = re.compile(
    # commands about the reading
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,30}\b(?:instructions?|rubric|above|previous|prior|prompts?|guidelines|the evidence|everything before)\b"
    rf"|^(?!.*\?\W*$)(?!.*\b(?:scale|from (?:0|1|zero|one))\b)(?:.*\b(?:please|must|should|will|shall|to|and|now|always|just)\s+|\W*){_RATE} {_THING}\b"
    rf"|\b(?:{_RATE}|mark|count|treat|label|read|list|report|call|deem)\b.{{0,40}}\b(?:as|with|at|to be)\b.{{0,12}}\b{_TOP}\b.{{0,3}}(?:$|\b(?:in|for|at|on|level|marks?|behaviou?rs?|competenc\w+)\b)"
    rf"|\b(?:give|award|assign|grant)\b.{{0,40}}\b(?:full|top|highest|maximum|perfect|best) (?:marks?|scores?|ratings?|grades?|level)\b"
    rf"|\b(?:rating|score|grade|verdict|output|response|result)s?\b.{{0,25}}(?:[:=]|\b(?:must|should|has to|is to) be\b|\bis {_TOP}\b)"
    rf"|\b(?:give|award|rate|grade|score|certify|deem)\b.{{0,30}}\b(?:acc|pcc|mcc)\b|\b(?:the|this) (?:coach|session|talk) (?:is|was|has been) (?:rated |found |certified )?{_TOP}\b"
    rf"|\b(?:i|we) (?:hereby )?{_RATE} (?:this|the) (?:coach|session|talk|transcript)\b"
    # whom they speak to, or as whom
    r"|^\W*(?:system|assistant|user|developer|admin(?:istrator)?|instructions?|override|prompt|human|ai|model)\W{0,2}:"
    rf"|\bnote (?:to|for) (?:the |any |every )?{_READER}\b|\b(?:dear|attention|hey|hello|listen),? (?:the )?{_READER}\b"
    rf"|^\W*(?:you,? )?(?:the )?{_READER}(?: reading this)?\s?[,:] "
    rf"|\b(?:whoever|if you|anyone who|the {_READER} that) (?:is |are )?(?:reads?|reading|processes|processing|scores|scoring|analy[sz]es) (?:this|the transcript)\b"
    r"|\bas an? (?:ai|language model|assistant)\b|\byou are (?:now )?(?:an? )?(?:ai|assistant|assessor|grader|language model)\b"
    # words of the rubric, of code and of markup
    r"|\b(?:system|developer|hidden) (?:prompt|message|mode|instruction)s?\b|\bprompt injection\b|\bjailbreak\w*|\bthis (?:passage|turn|line|sentence) (?:is|counts|shows|proves)\b"
    r"|\bevidence (?:for|of) [1-8][a-f]\b|\b[1-8][a-f]\s?(?:[:=]|(?:is|as) (?:seen|true|distinctive)\b)|\b(?:in|of|for|across) all (?:eight )?competencies\b"
    r"|<\s*/?\s*(?:script|style|img|iframe|svg|div|system|user|assistant|inst\w*|prompt|im_\w+)\b|<\||\|>|```|[{}]|\[/?(?:inst|sys|system)\w*\]"
    r"|\b(?:select|drop|insert|delete|update)\b.{0,20}\b(?:from|table|into|set) \w+\b.{0,20}[;=*]|\b(?:rm -rf|eval\(|import os)\b"
)


def is_aside(low: str) -> bool:
    """Is this sentence, in lower case, meant for a reader of the text?"""
    return _TO_A_READER.search(low) is not None


def heard(low: str, start: int, end: int) -> tuple[int, int] | None:
    """What of this sentence of a turn is meant for the other person; None when nothing is.

    Markup ends without a full stop, so what follows its last bracket is looked at by itself.
    """
    if not is_aside(low[start:end]):
        return start, end
    cut = 1 + max(low.rfind(bracket, start, end) for bracket in ">]}`")
    while 0 < cut < end and low[cut].isspace():
        cut += 1
    return (cut, end) if 0 < cut < end and not is_aside(low[cut:end]) else None
