"""Word lists of the speaker and the pseudonym rules. Written for this project; lower case."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COACH_WORDS = _words("coach coaches mentor interviewer therapist counsellor counselor")
CLIENT_WORDS = _words("client coachee customer interviewee kunde klient klientin")
ROLE_WORDS = COACH_WORDS | CLIENT_WORDS | _words("observer supervisor peer trainer")

# Words that open a sentence or a remark before a colon, and that no export uses as a name.
BEFORE_COLON = _words(
    """action actions actually again agenda also although and another answer anyway as aside attendees
    background basically because besides bonus bottom both but caution caveat clearly conclusion context
    date decision decisions definition detail details disclaimer duration edit end evening example
    examples exactly except fact facts fair finally fine first firstly focus follow-up for format fourth
    friday goal goals good great heading here highlights hint honestly how however https http i idea ideas
    if important in instead interesting invited is issue it key language last lesson like listen location
    look lunch maybe me meaning meeting meanwhile message monday morning my namely never next no nope not
    note notes now number obviously oh ok okay on one only option or organizer outcome outline overview
    p.s. participants path perhaps phase picture plan plus point points positive possibly problem
    promise ps put question questions reality reason reasons recap recorded recording remark remember
    result results right rule rules saturday second secondly see simple since so solution some sometimes
    source start step still story subject suggested summary sunday sure task tasks thank thanks that the
    then there therefore these they thing things think third thirdly this though thursday time title
    today tomorrow tonight too topic topics transcript translation true truth tuesday two until update
    version warning wednesday well what when where which who why with word words worse wow yeah yes
    yesterday yet you"""
)
PARTICLES = _words(
    "al ap bin bint da dal das de del della den der di dos du e el la le les of und van vom von y zu zum zur"
)
