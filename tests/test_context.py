"""What is said about a mention: denied, in which practice, by whom."""

import pytest

from policyviz.terms.context import Context, read_background, read_context
from policyviz.terms.cues import find_cues
from policyviz.terms.matcher import fold_text


def read(marked, background=None):
    """The context of what stands between [brackets]."""
    start, end = marked.index("["), marked.index("]") - 1
    text = fold_text(marked.replace("[", "").replace("]", ""))[0]
    return read_context(text, find_cues(text), start, end, background=background)


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("We do not sell or rent your [name].", True),
        ("We don’t sell your [name].", True),
        ("We will never ask you for your [password].", True),
        ("We cannot see or use your [name].", True),
        ("Neither we nor others keep your [name].", True),
        ("We collect your age, but not your [name].", True),
        ("It is used rather than your [name].", True),
        ("We do not collect your age, size, [name] or address.", True),
        ("We share reports (but not your [name]).", True),
        ("No [personal information] is collected here.", True),
        ("Your [name] is not shared with anyone.", True),
        ("Your [name] will never be sold.", True),
        ("If you write to us, your [name] is not kept.", True),
        ("If we learn that we hold data of a [child], we delete them.", True),
        ("Vendors are prohibited from using your [name].", True),
        ("We do not share your [name] without your consent.", True),
        ("We never collect your age, e.g. years or [size].", True),
        ("Acme Inc. does not share your age with Foo Inc. or your [name].", True),
        ("We do not collect the following: age, [name].", True),
        ("We do not collect data (such as age) or your [name].", True),
        ("We do not otherwise send your [name] to anyone.", True),
        ("We do not sell it unless you agree; we never share your [name].", True),
        ("You will not be asked for your [name].", True),
        ("Please do not send us your [name].", True),
        ("We sell your [name].", False),
        ("We share it without your consent by [e-mail].", False),
        ("We do not sell your age, but we share your [name].", False),
        ("We do not sell it; we share your [name].", False),
        ("We do not sell it, we share your [name].", False),
        ("We do not sell data and we collect your [name].", False),
        ("We collect data, including but not limited to your [name].", False),
        ("We keep not only your [name].", False),
        ("If you do not agree, we may keep your [name].", False),
        ("You may choose not to give us your [name].", False),
        ("You do not have to provide your [name].", False),
        ("You are not required to provide your [name].", False),
        ("You should not share your [name] with anyone.", False),
        ("We do not sell it: we share your [name].", False),
        ("We do not sell it (we say so). Partners get your [name].", False),
        ("Your [name] identifies you. It is not sold.", False),
        ("We do not guarantee the security of your [name].", False),
        ("We have no control over how they use your [name].", False),
        ("We keep your [name] no longer than necessary.", False),
        ("Whether or not you tell us, we keep your [name].", False),
        ("The [cookies] do not collect your name.", False),
        ("We do not support it, which means that we collect your [name].", False),
        # A denial that ends with "unless" is mostly a practice, as people label it.
        ("We do not share your [name] unless the law asks for it.", False),
    ],
)
def test_denials(text, negated):
    """A denial reaches through its verb to the next statement; conditions and choices deny nothing."""
    assert read(text).negated is negated


@pytest.mark.parametrize(
    ("text", "practice", "actor"),
    [
        ("We collect your [name].", "collect", "company"),
        ("You may provide your [name] to us.", "collect", "reader"),
        ("We provide your [name] to vendors.", "share", "company"),
        ("We use cookies to gather your [name].", "collect", "company"),
        ("We use [cookies] to gather your name.", "use", "company"),
        ("Advertisers may receive your [name].", "collect", "third party"),
        ("Your [name] is stored.", "retain", "company"),
        ("Your [name] may be shared by our partners.", "share", "third party"),
        ("We encrypt your [card number].", "protect", "company"),
        ("You can update your [profile].", "access", "reader"),
        ("Hello, [name].", "other", "company"),
        ("We keep these: age; size; your [name].", "retain", "company"),
        ("You need not provide your [name].", "collect", "reader"),
        ("You do not have to provide your [name].", "collect", "reader"),
        ("Please do not send us your [name].", "collect", "reader"),
        ("We require our clients to give us your [name].", "collect", "reader"),
        ("Data given by partners hold your [name].", "retain", "company"),
        ("We keep it. Partners hold it; here is your [name].", "retain", "third party"),
        ("We hold the [information we collect].", "retain", "company"),
        ("The [information we collect] is this.", "collect", "company"),
        # A verb that only says which data are meant does not govern; one behind a pause does.
        ("We share any data you provide, such as your [name].", "share", "company"),
        ("We share data. Data that we collect are your [name].", "collect", "company"),
        ("The data you provide are your [name].", "collect", "reader"),
        # Who stands behind a preposition does nothing, unless a clause about them goes on.
        ("Advertisers on our site may collect your [name].", "collect", "third party"),
        ("Advertisers may, with users on this site, keep your [name].", "retain", "third party"),
        ("We belong to ad networks that use your [name].", "use", "third party"),
        ("They may use your [name].", "use", "third party"),
        # Verbs that depend on who does it to whom.
        ("We ask you to provide your [name].", "collect", "reader"),
        ("We provide parcels you ordered, and give your [name] to third parties.", "share", "reader"),
        ("We use parcels you ordered, and give your [name] to our vendors.", "share", "reader"),
        ("You give your [name], and we write to third parties.", "collect", "reader"),
        ("[Cookies] tell us about pages.", "use", "company"),
        ("[Children] may have provided us with data.", "collect", "reader"),
        ("When you send us a letter or post your [name] to a board.", "collect", "reader"),
        ("It lets us send your [name] to a board.", "share", "company"),
        ("We send a [cookie] to your web browser.", "use", "company"),
        ("We send your [name] to a board.", "share", "company"),
        ("In a form users send your [name] to a board.", "collect", "reader"),
        ("Our partners send us your [name].", "collect", "company"),
        ("They have access to your [name].", "share", "third party"),
        ("You have access to your [name].", "access", "reader"),
        ("We have access to your [name].", "use", "company"),
        ("You may request your [name].", "access", "reader"),
        ("We may request your [name].", "collect", "company"),
        # What follows a mention.
        ("We keep your [name] strictly confidential.", "protect", "company"),
        ("We keep your [name], which is secure.", "retain", "company"),
        ("We make sure that the [name] we collect is kept secure.", "protect", "company"),
        ("Any [name] that you submit is stored.", "retain", "company"),
        ("Any [name] that you submit is yours.", "collect", "reader"),
        ("Any [name] advertisers collect is theirs.", "collect", "third party"),
        ("We use it to provide you with [banner ads].", "use", "company"),
        ("We see to it that the [information we collect] is kept secure.", "protect", "company"),
        ("To protect it we use firewalls for your [name].", "protect", "company"),
        ("We collect your [name] for security.", "collect", "company"),
        ("When you enter your [name], it is encrypted.", "protect", "reader"),
        ("When you enter your [name], we keep it. It is encrypted.", "collect", "reader"),
        ("We protect it. We collect your [name].", "collect", "company"),
        ("We sell your [name] to protect ourselves.", "share", "company"),
        ("We make your [name] available to others.", "share", "company"),
        ("We collect what makes a [name] and is on paper.", "collect", "company"),
    ],
)
def test_practice_and_actor(text, practice, actor):
    """The nearest verb gives the practice, who stands nearest before it acts."""
    assert read(text)[1:] == (practice, actor)


def test_a_verb_of_its_own_wins_over_the_background():
    """Stem and heading hold only where the clause says nothing itself; a denial there reaches its items."""
    denied = Context(True, "share", "company")
    assert read("[name] and age", denied) == denied
    assert read("we keep your [name]", denied) == (False, "retain", "company")


@pytest.mark.parametrize(
    ("stem", "before", "heading", "own", "expected"),
    [
        ("we do not share:", "", "", "your name", (True, "share", "company")),
        ("", "we collect data.", "", "this includes your name.", (False, "collect", "company")),
        ("", "we do not collect it.", "", "it includes your name.", (False, "collect", "company")),
        ("", "we collect data.", "", "names and ages", None),
        ("", "", "information we collect", "names and ages", (False, "collect", "company")),
        ("", "", "cookies and do not track", "most browsers do", (False, "collect", "company")),
        ("", "", "", "names", None),
    ],
)
def test_background(stem, before, heading, own, expected):
    """Items take over their stem, "this ..." the sentence before, the rest the heading; only stems deny."""
    assert read_background(stem, before, heading, own) == expected
