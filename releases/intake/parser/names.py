"""Tell the names of people, organisations and offices from one another."""

from __future__ import annotations

import re

from releases.intake.parser import vocabulary

FORM = (
    r"Inc|Incorporated|Corp|Corporation|Co|Company|LLC|L\.L\.C|LLP|LP|L\.P|Ltd|Limited|PLC|plc|AG|SE"
    r"|N\.?V|S\.?A|S\.?p\.?A|AS|ASA|AB|A/S|Oyj|Oy|GmbH|KGaA|S\.?A\.?S|Pty|Trust|Holdings?|Group"
    r"|Bancorp|Bancshares|B\.?V|S\.?E|abp|hf|Berhad|Bhd|Tbk|K\.?K|SCA|SARL|Sarl|publ"
)
_COMPANY = re.compile(
    rf"(?:\b(?:{FORM})\b\.?(?:\s[IVX]{{1,4}})?[)\"”]?,?$|\((?:publ|UK)\))"
)
_FIRM = re.compile(
    r"\b(?:Inc|LLC|Ltd|Limited|LLP|plc|PLC|AG|GmbH|Corp|Corporation|Company|Group|Partners?|Partnership"
    r"|Communications?|Advisors?|Advisory|Associates|Securities|Bank|Capital|Network|Consulting"
    r"|Consultants|Strategies|Agency|Pharmaceuticals?|Pharma|Therapeutics|Biosciences|Biotech|Energy"
    r"|Resources|Holdings?|Industries|Technologies|Systems|Solutions|Services|Department|Desk|Office"
    r"|Team|Global|International|Worldwide|Markets|Markets?wire|Stockbrokers|Broking|Brokers"
    r"|Nomad|PR|IR|Public Affairs|University|Institute|Foundation|Mining|Minerals|Gold|Medical"
    r"|Laboratories|Entertainment|Brands|Financial|Insurance|Trust|Realty|Properties|Airlines|Motors"
    r"|Finsbury|Brunswick|FTI|Edelman|Tavistock|Buchanan|Instinctif|Numis|Jefferies|Peel Hunt"
    r"|Investment|Ventures|Labs|Health|Healthcare|Media|Digital|Software|Foods|Stores|Bancorp"
    r"|ASA|SE|SA|NV|N\.V|S\.A|AB|Oyj|Oy|A/S|Co|Press|Corporate|House|Center|Centre|Council|Association"
    r"|Relations|Agency|Agence|Agentur|Agencia|Line|Hotline|Information|Secretariat|Chambers|Canaccord|Cavendish)\b"
)
# Firms that are called as people are.
_HOUSES = re.compile(
    r"\b(?:Joele Frank(?:, Wilkinson Brimmer Katcher)?|Wilkinson Brimmer Katcher|Sard Verbinnen|Abernathy MacGregor|Burns McClellan"
    r"|Hudson Sandler|Sharon Merrill|Feinstein Kean|Porter Novelli|Weber Shandwick|Hering Schuppener|Citigate Dewe Rogerson"
    r"|Lippert Heilshorn|Gladstone Place|Charles Barker|Robinson Lerer|Padilla Speer|Owen Blicksilver|Hill[ +]Knowlton)\b"
)
_TITLE = re.compile(
    rf"\b(?:{vocabulary.alternatives('offices', 'core')}|{vocabulary.alternatives('offices', 'rank')})\b(?![’']s\b)",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"(?i)(?:global |corporate |group |external |strategic |and |& |/ ?|, |vice president,? )*"
    r"(?:investor|public|media|press|corporate|shareholder|external|capital markets|financial"
    r"|marketing|government|business|strategic)?(?: (?:&|and) (?:investor|public|media|corporate|external|external))?\s?"
    r"(?:relations?|communications?|affairs|development|finance|strategy|marketing|planning|treasury|ir|pr)"
    r"(?:,? (?:&|and)?\s?(?:(?:investor|public|media|corporate|external|government)\s)?"
    r"(?:relations?|communications?|affairs|development|strategy|finance|marketing|sustainability))*"
)
_DEGREE = (
    r"(?:Ph\.?\s?D\.?|M\.?D\.?|M\.?B\.?A\.?|CFA|CPA|CPIR|J\.?D\.?|M\.?S\.?|B\.?A\.?|Esq\.?|Jr\.?|Sr\.?"
    r"|I{2,3}|IV|FACS|FRCP|RN|MPH|APR|D\.?Sc\.?|MSc|LLM|P\.?\s?Eng\.?|P\.?\s?Geo\.?|CA|ICD\.D|CIRO|IRC)"
)
_HONORIFIC = r"(?:(?:Dr|Mr|Mrs|Ms|Prof|Professor|Sir|Dame|Lord|Ing|Dipl)\.?\s)*"
_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀ-Ž]"
_PARTICLE = (
    r"(?:de|da|del|della|van|von|der|den|ter|la|le|di|dos|bin|al|el|af|ten|zu|y|e|St\.)"
)
_PERSON = re.compile(
    rf"{_HONORIFIC}{_CAPITAL}[\w.'’`-]{{0,24}}"
    rf"(?:\s(?:{_PARTICLE}\s){{0,2}}(?:\(?[“\"'(]?{_CAPITAL}[\w'’`.-]{{0,24}}[)”\"']?\)?)){{1,3}}"
    rf"(?:,?\s{_DEGREE}){{0,4}}"
)
_NOT_NAMES = re.compile(
    r"(?i)\b(?:investors?|media|press|contacts?|enquiries|inquiries|relations|communications?|the|for|and"
    r"|office|street|avenue|road|suite|floor|news|releases?|quarter|annual|results|call|conference|email"
    r"|phone|tel|fax|website|toll|free|direct|mobile|cell|north|south|united|america|europe|kingdom"
    r"|states|new york|london|toronto|international|global|first|second|third|fourth|about|statements?"
    r"|public|corporate|financial|tables?|follow|company|exchange|stock|center|general|information"
    r"|broker|adviser|advisor|nomad|joint|sole|bookrunner|journalists|analysts|business|newswire|"
    r"web ?site|head|capital|markets|group|chief|officer|director|president|manager|vice|city|square"
    r"|registered|box|symbol|nasdaq|nyse|world|headquarters|services|department|safe|harbor|source|"
    r"january|february|march|july|september|october|november|december|monday|"
    r"tuesday|wednesday|thursday|friday|saturday|sunday|today|key|board|executive|senior|managing|"
    r"assistant|treasurer|secretary|team|agency|immediate|shareholders?|sellside|agents?|agence|dealers?|trustees?|registrar|solicitors?|further|dial|id|[esa]?vp|marketing|images?|available)\b"
)
_NOT_SURNAMES = re.compile(
    r"\b(?:Partners?|Partnership|Advisors?|Advisory|Associates|Securities|Network|Consulting|Consultants|Strategies|Strategic"
    r"|Pharmaceuticals?|Pharma|Therapeutics|Biosciences|Biotech|Energy|Resources|Holdings?|Industries|Technologies|Systems"
    r"|Solutions|Markets|Global|Worldwide|University|Institute|Mining|Minerals|Medical|Laboratories|Brands|Insurance"
    r"|Realty|Properties|Airlines|Motors|Ventures|Labs|Health|Healthcare|Digital|Software|Foods|Bancorp|Group|Limited|Finsbury|PR|IR|Communications|Relations)\b"
)
_DEGREES = re.compile(rf"(?:,?\s{_DEGREE})+$")


def is_person(text: str) -> bool:
    """Return whether the words look like one person's name."""
    if not 4 < len(text) < 60 or any(c.isdigit() for c in text):
        return False
    if not _PERSON.fullmatch(text) or _HOUSES.match(text):
        return False
    bare = _DEGREES.sub("", text)
    return not (
        _NOT_NAMES.search(text) or is_company(bare) or _NOT_SURNAMES.search(bare)
    )


def is_company(text: str) -> bool:
    """Return whether the words end as a company's legal name does."""
    if len(text) >= 90 or " " not in text.strip():
        return False
    formed = _COMPANY.search(text) or (text.isupper() and _COMPANY.search(text.title()))
    return bool(formed)


def is_firm(text: str) -> bool:
    """Return whether the words look like the name of a firm or a department."""
    if len(text) > 90 or text.endswith("."):
        return is_company(text)
    return bool(_FIRM.search(text) or _HOUSES.match(text)) or is_company(text)


def firm_in(text: str) -> re.Match[str] | None:
    """Return the firm named after a person in a text, perhaps with a comma in its name."""
    return _HOUSES.search(text)


def is_title(text: str) -> bool:
    """Return whether the words look like a job title."""
    if len(text) > 140 or "@" in text or text.endswith(":"):
        return False
    return bool(_TITLE.search(text)) or _FIELD.fullmatch(text.strip()) is not None


def comparable_name(company: str) -> str:
    """Return a company's name without article and legal form, for comparing."""
    name = re.sub(r"^(?i:the)\s", "", company.strip())
    shorter = re.sub(rf",?\s(?:{FORM})\.?$", "", name)
    while shorter != name:
        name, shorter = shorter, re.sub(rf",?\s(?:{FORM})\.?$", "", shorter)
    return name.strip(" ,.").lower()
