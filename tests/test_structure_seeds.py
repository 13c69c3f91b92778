"""The four shipped policies, read by eye: what their structure is, line by line."""

import pytest

from policyviz.corpus import load_policies
from policyviz.structure import outline, split_blocks, split_clauses

POLICIES = load_policies()
BLOCKS = split_blocks(POLICIES)
CLAUSES = split_clauses(POLICIES, min_words=0)

OUTLINE = """\
personnel-technology: Privacy Policy
  1. Information We Collect
    Personal Information
    Usage Data
    Message Data
    Tags
    Automatically collected Information; Log information
    User communications
    Cookies And Do Not Track
  2. How We Use The Information We Collect
    Support Services
    Standard Analytics Information
    Aggregate and Non-personally Identifiable Information
  3. How We Protect The Information We Collect
    Security
    Compliance With Laws And Law Enforcement
    Your Information Is Maintained In The United States
  4. Miscellaneous
    Accuracy And Retention
    Information of Children
    Corporate Events
    Changes To The Privacy Policy
procom: Procom's Privacy Policy
  1. COLLECTION AND USE OF PERSONAL INFORMATION
    Creating a Profile and Applying for a Posting
    Administering a Consultant or Employment Relationship
    Verifying a Consultant or Employee’s Background
    Email or Social Media Communications and Job Openings
    Surveys
    Contact Us
  2. SHARING OF PERSONAL INFORMATION
    Service Providers
    Legal and Compliance
    Sale of Business
  3. INFORMATION ABOUT OUR WEBSITE
    Visiting our Website
    Cookies
    Analytics
  4. SAFEGUARDS AND RETENTION
  5. THIRD PARTY LINKS
  6. ACCESS TO INFORMATION
  7. UPDATES TO THE PRIVACY POLICY
  8. CONTACT US
worksearchnow: Privacy Policy
  Your Information and Third-Party Involvement
  Aggregated Data and Compliance with Legal Requirements
  Methods of Personal Data Collection
    1. Direct Interaction:
    2. Automatic Data Collection:
    3. External Sources:
    4. Data on Behalf of Clients:
    5. Access and Requests:
  How We Use Your Personal Information
    1. Delivering Requested Services:
    2. Customer Support and Communication:
    3. Legal Compliance and Monitoring:
    4. Security Protection:
    5. Ongoing Service Improvement:
  Use of Your Personal Information and Third-Party Disclosures
  Rights to Access and Control Your Information
  External Links and Privacy Responsibility
  Commitment to Data Security and Retention Policy
  Policy Updates and Privacy Practices
  California Privacy Notice
wrk:
  COLLECTION AND USE OF PERSONAL INFORMATION
    How we collect and use personal information on behalf of our Clients
      Information required to provide the platform and services:
      Account information:
      Use of the services:
    Information we collect and use on our own behalf
      Information we collect and use through the platform:
        Information required to provide the platform and services:
        Account information:
        Use of the services:
        Compliance with the Google Limited Use Policy:
        Google Workspace API:
      Information we collect through our Website and other interactions:
        Visiting the website:
        Inquiries:
        Communications:
        Job applications:
        Feedback:
        Surveys and customer research:
  DISCLOSURE OF PERSONAL INFORMATION
    Service providers:
    Sale of business:
    Legal:
  INFORMATION ABOUT OUR WEBSITE
    Visiting our Website
    Cookies
    Analytics
    Interest-based advertising
    Third party links
  SECURITY OF PERSONAL INFORMATION
  RETENTION OF PERSONAL INFORMATION
  ACCESS TO PERSONAL INFORMATION
  CHANGES
  CONTACT US
"""

# Every block that is neither heading nor running text.
AROUND = {
    "personnel-technology": [
        (0, "title", "Privacy Policy"),
        (1, "title", "Personnel Technology"),
        (2, "date", "(Last Reviewed October 20th, 2020)"),
    ],
    "procom": [
        (0, "furniture", "Login"),
        (1, "title", "Procom's Privacy Policy"),
        (2, "title", "PRIVACY POLICY"),
        (76, "furniture", "Privacy Policy"),
        (77, "furniture", "First Name*"),
        (78, "furniture", "Last Name*"),
        (79, "furniture", "Work Email*"),
        (80, "furniture", "Job Title*"),
        (81, "furniture", "Company Name*"),
        (82, "furniture", "Country*"),
        (
            83,
            "furniture",
            "We take privacy seriously. By clicking below, you agree to receive product and service related "
            "communications from Procom. We will never sell your email address to any 3rd party or send you "
            "spam.",
        ),
    ],
    "worksearchnow": [(0, "title", "Privacy Policy")],
    "wrk": [
        (0, "date", "Last Updated: February 2nd 2023"),
        (3, "contents", "Table of Contents"),
        (4, "contents", "Collection and use of personal information"),
        (5, "contents", "Disclosure of personal information"),
        (6, "contents", "Information about our Website"),
        (7, "contents", "Security of personal information"),
        (8, "contents", "Retention of personal information"),
        (9, "contents", "Changes"),
        (10, "contents", "Contact us"),
        (11, "contents", "EU residents"),
        (12, "contents", "California residents"),
        (82, "furniture", "Start Automating with Wrk"),
        (83, "furniture", "Kickstart your automation journey with the Wrk all-in-one automation platform"),
    ],
}


def find_clause(policy_id, start):
    """The one clause of a policy that begins with these words."""
    own = CLAUSES[CLAUSES["policy_id"] == policy_id]
    found = own[own["text"].str.startswith(start)]
    assert len(found) == 1
    return found.iloc[0]


def find_block(policy_id, start):
    own = BLOCKS[BLOCKS["policy_id"] == policy_id]
    found = own[own["text"].str.startswith(start)]
    assert len(found) == 1
    return found.iloc[0]


def test_outlines():
    """No heading is missed, none invented, and each stands at its level."""
    assert outline(POLICIES) == OUTLINE.rstrip()
    assert repr(outline(POLICIES)) == OUTLINE.rstrip()


@pytest.mark.parametrize("policy_id", AROUND)
def test_what_is_around_the_text(policy_id):
    """Titles, dates, contents and furniture, all of them."""
    own = BLOCKS[BLOCKS["policy_id"] == policy_id]
    around = own[own["kind"].isin(["title", "date", "contents", "furniture"])]
    assert list(around[["block", "kind", "text"]].itertuples(index=False, name=None)) == AROUND[policy_id]


def test_no_furniture_among_clauses():
    """Navigation, forms, advertising, contents and the date are in no clause."""
    texts = " ".join(CLAUSES["text"])
    for words in (
        "Login",
        "First Name*",
        "Country*",
        "We take privacy seriously",
        "Kickstart",
        "EU residents",
    ):
        assert words not in texts
    assert "Last Updated: February" not in texts
    assert "Last Reviewed" not in texts


def test_number_of_clauses():
    """Counted once by eye, so that a change of the splitter is seen."""
    counts = CLAUSES["policy_id"].value_counts().to_dict()
    assert counts == {"personnel-technology": 89, "procom": 85, "worksearchnow": 68, "wrk": 86}


def test_procom_broken_sentence_is_whole():
    """A sentence broken over two lines is one clause, its line break kept."""
    clause = find_clause("procom", "We have record retention processes")
    assert clause["text"].endswith("or as otherwise required to meet legal or\nbusiness requirements.")
    assert clause["section"] == "Safeguards and Retention"


def test_procom_bullets_have_their_stems():
    """Bullets keep their own words and point to the sentence above the list."""
    stems = CLAUSES[CLAUSES["stem_id"] != ""].groupby("stem_id")["clause_id"].agg(list)
    first = find_clause(
        "procom", "We collect the personal information that you provide to us at the following times:"
    )
    second = find_clause("procom", "In the context of administering your consultancy or employment")
    assert first["text"].endswith("that you provide to us at the following times:")
    assert stems.to_dict() == {
        first["clause_id"]: [f"procom:{i:03}" for i in range(6, 14)],
        second["clause_id"]: [f"procom:{i:03}" for i in range(29, 36)],
    }
    assert find_clause("procom", "When you participate")["text"] == "When you participate in our surveys."
    # The last point of the second list has lost its bullet in the source: running text, no stem.
    assert find_clause("procom", "For security management")[["kind", "stem_id"]].to_list() == ["sentence", ""]


def test_procom_address_is_one_paragraph():
    """The lines of an address are one block and no headings."""
    block = find_block("procom", "Procom Privacy Officer")
    address = "Procom Privacy Officer\n30 St. Clair Avenue West, Suite 700, Toronto, Ontario M4V 3A1\n"
    assert (block["kind"], block["text"]) == ("paragraph", address + "privacyofficer@procom.ca")


def test_worksearchnow_run_in_headings():
    """ "1. Direct Interaction: You may ..." is a heading and a paragraph on one line."""
    heading = find_block("worksearchnow", "1. Direct Interaction:")
    own = BLOCKS[BLOCKS["policy_id"] == "worksearchnow"].set_index("block")
    below = own.loc[heading["block"] + 1]
    assert (heading["kind"], heading["level"], heading["text"]) == ("heading", 2, "1. Direct Interaction:")
    assert (below["kind"], below["start"]) == ("paragraph", heading["end"] + 1)
    assert below["text"].startswith("You may provide us with your Identity")
    assert below["section"] == "Methods of Personal Data Collection > Direct Interaction"


def test_worksearchnow_text_after_run_ins():
    """A paragraph further to the left than the numbered points belongs to the section."""
    assert find_clause("worksearchnow", "If we choose")["section"] == "How We Use Your Personal Information"


def test_wrk_address_is_one_paragraph():
    """Name, role and e-mail address are one paragraph; the advertising below is none of it."""
    block = find_block("wrk", "David Li")
    assert block["kind"] == "paragraph"
    assert block["text"] == "David Li\nChief Operating Officer\ncompliance@wrk.com"
    assert block["section"] == "Contact Us"


def test_wrk_contents_promise_more_than_the_text_has():
    """Sections that only the contents name are not in the outline."""
    sections = set(BLOCKS.loc[BLOCKS["policy_id"] == "wrk", "section"])
    assert "Contact Us" in sections
    assert not [section for section in sections if "residents" in section]


def test_personnel_technology_shouted_sentence():
    """A sentence in capitals is a clause and no heading."""
    clause = find_clause("personnel-technology", "THE SITE’S COOKIES")
    assert clause["text"].endswith("INFORMATION STORED ON THE HARD DRIVE.")
    assert clause["section"] == "Information We Collect > Cookies And Do Not Track"


def test_personnel_technology_protected_address():
    """An e-mail address that the site has hidden ends its sentence and does not break inside."""
    clause = find_clause("personnel-technology", "If you provide personal information to us")
    assert clause["text"].endswith("by sending an email to [email\u00a0protected].")
    assert find_clause("personnel-technology", "Upon your request if you cancel")["kind"] == "sentence"


def test_personnel_technology_unfinished_sentence():
    """A sentence that ends in the air is a clause as far as it goes."""
    clause = find_clause("personnel-technology", "If you are a California resident")
    assert clause["text"].endswith("please submit a written request to")


def test_personnel_technology_numbers_of_laws():
    """Dots and a dash in "Sections 1798.83-1798.84" end nothing."""
    clause = find_clause(
        "personnel-technology", "Under California Civil Code Sections 1798.83-1798.84, California"
    )
    assert clause["text"].endswith("for such affiliates and/or third parties.")


@pytest.mark.parametrize(
    ("policy_id", "start", "section"),
    [
        ("wrk", "Our Website uses a technology", "Information About Our Website > Cookies"),
        ("procom", "Our website uses a technology", "Information About Our Website > Cookies"),
        ("procom", "Procom and its affiliates", ""),
        (
            "wrk",
            "Google Workspace APIs are not used",
            "Collection and Use of Personal Information > Information we collect and use on our own behalf > "
            "Information we collect and use through the platform > Google Workspace API",
        ),
        (
            "personnel-technology",
            "The Site and Services are not intended",
            "Miscellaneous > Information of Children",
        ),
    ],
)
def test_section_paths(policy_id, start, section):
    """A clause's section is the path of headings above it, numbers and shouting taken off."""
    assert find_clause(policy_id, start)["section"] == section
