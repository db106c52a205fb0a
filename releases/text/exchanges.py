"""Stock exchanges: market identifier codes (ISO 10383) and the names wires print."""

from __future__ import annotations

import re

MICS: dict[str, str] = {
    "XNAS": "Nasdaq",
    "XNYS": "NYSE",
    "XASE": "NYSE American",
    "ARCX": "NYSE Arca",
    "BATS": "Cboe BZX",
    "OTCM": "OTC Markets",
    "XTSE": "TSX",
    "XTSX": "TSX Venture Exchange",
    "XCNQ": "CSE",
    "NEOE": "Cboe Canada",
    "XLON": "London Stock Exchange",
    "AIMX": "AIM",
    "AQSE": "Aquis",
    "XPAR": "Euronext Paris",
    "ALXP": "Euronext Growth Paris",
    "XAMS": "Euronext Amsterdam",
    "XBRU": "Euronext Brussels",
    "XLIS": "Euronext Lisbon",
    "XDUB": "Euronext Dublin",
    "XMIL": "Euronext Milan",
    "XOSL": "Oslo Børs",
    "MERK": "Euronext Growth Oslo",
    "XFRA": "Frankfurt Stock Exchange",
    "XETR": "Xetra",
    "XSTO": "Nasdaq Stockholm",
    "XHEL": "Nasdaq Helsinki",
    "XCSE": "Nasdaq Copenhagen",
    "XICE": "Nasdaq Iceland",
    "FNSE": "Nasdaq First North",
    "XSWX": "SIX Swiss Exchange",
    "XWBO": "Vienna Stock Exchange",
    "XMAD": "BME Madrid",
    "XWAR": "Warsaw Stock Exchange",
    "XTAE": "Tel Aviv Stock Exchange",
    "XJSE": "Johannesburg Stock Exchange",
    "XASX": "ASX",
    "XNZE": "NZX",
    "XHKG": "Hong Kong Stock Exchange",
    "XSES": "SGX",
    "XTKS": "Tokyo Stock Exchange",
    "XSHG": "Shanghai Stock Exchange",
    "XSHE": "Shenzhen Stock Exchange",
    "XKRX": "Korea Exchange",
    "XBOM": "BSE",
    "XNSE": "NSE",
    "XTAI": "Taiwan Stock Exchange",
    "BVMF": "B3",
    "XMEX": "Bolsa Mexicana de Valores",
    "XBUE": "Bolsas y Mercados Argentinos",
    "XSGO": "Santiago Stock Exchange",
    "XLIM": "Lima Stock Exchange",
    "XBOG": "Colombia Stock Exchange",
    "XDFM": "Dubai Financial Market",
    "XADS": "Abu Dhabi Securities Exchange",
    "XSAU": "Saudi Exchange",
    "DSMD": "Qatar Stock Exchange",
    "XKUW": "Boursa Kuwait",
    "XIST": "Borsa Istanbul",
    "XATH": "Athens Stock Exchange",
    "XPRA": "Prague Stock Exchange",
    "XBUD": "Budapest Stock Exchange",
    "XBSE": "Bucharest Stock Exchange",
    "XTAL": "Nasdaq Tallinn",
    "XRIS": "Nasdaq Riga",
    "XLIT": "Nasdaq Vilnius",
    "XKLS": "Bursa Malaysia",
    "XIDX": "Indonesia Stock Exchange",
    "XBKK": "Stock Exchange of Thailand",
    "XPHS": "Philippine Stock Exchange",
    "XLUX": "Luxembourg Stock Exchange",
}

_PRINTED: dict[str, str] = {
    "XNAS": "nasdaq|nasdaqgs|nasdaqgm|nasdaqcm|nasdaq-gs|nasdaq-gm|nasdaq-cm|nasdaq gs"
    "|nasdaq gm|nasdaq cm|nasdaq global select market|nasdaq global select"
    "|nasdaq global market|nasdaq capital market|nasdaq stock market|nasdaq nm"
    "|nasdaq national market|nasdaqnm|nnm|nasd|nasdaq gsm|nasdaq: gs|nasdaqsc|nasdaq smallcap|nasdaq smallcap market",
    "XNYS": "nyse|new york stock exchange|nyse euronext",
    "XASE": "nyse american|nyse mkt|nyse amex|amex|american stock exchange|nyse-american"
    "|nyse-mkt|nyse alternext|nyseamerican|nysemkt",
    "ARCX": "nyse arca|nysearca",
    "BATS": "cboe|cboe bzx|bats",
    "OTCM": "otc|otcqb|otcqx|otc qb|otc qx|otc pink|otcpk|otc pk|otcbb|otc bb|otc markets"
    "|pink sheets|otc bulletin board|otc pinks|otcpink|otcid|otc expert|pinksheets|otcmarkets"
    "|otc markets group|otcqx best market|otcqb venture market|other otc|grey market",
    "XTSE": "tsx|toronto stock exchange|toronto|t",
    "XTSX": "tsxv|tsx-v|tsx.v|tsx v|tsx venture|tsx venture exchange|tsx-venture|tsx.venture"
    "|cdnx|tsx venture exchange (tsxv)",
    "XCNQ": "cse|cnsx|canadian securities exchange|c",
    "NEOE": "neo|neo exchange|cboe canada|cboe ca|aequitas neo exchange",
    "XLON": "lse|london stock exchange|london|lon|lse main market|ln|lse: main market",
    "AIMX": "aim|lse aim|lse-aim|london aim|aim london|aim market|lse:aim|aim lse",
    "AQSE": "aquis|aqse|ofex|plus",
    "XPAR": "euronext paris|paris|epa|euronext|enx|euronext paris eurolist|eurolist"
    "|nyse euronext paris|euronext growth|paris bourse",
    "ALXP": "euronext growth paris|alternext|alternext paris|nyse alternext paris",
    "XAMS": "euronext amsterdam|aex|ams|amsterdam|aeb",
    "XBRU": "euronext brussels|brussels|ebr|bru",
    "XLIS": "euronext lisbon|lisbon|psi",
    "XDUB": "euronext dublin|ise|irish stock exchange|dublin|euronext growth dublin|esm|aim/esm",
    "XMIL": "euronext milan|borsa italiana|milan|mta|bit|mib|mil|euronext star milan"
    "|euronext growth milan|milan stock exchange",
    "XOSL": "oslo børs|oslo bors|ose|osl|oslo|oslo stock exchange|euronext oslo|ob|oslo axess"
    "|euronext expand oslo",
    "MERK": "euronext growth oslo|merkur market",
    "XFRA": "fse|fwb|frankfurt|frankfurt stock exchange|fra|fsx|frankfurter wertpapierbörse"
    "|prime standard|frankfurt prime standard|f|fwb/xetra|frankfurt börse",
    "XETR": "xetra|etr|xetra: frankfurt|dax|mdax|sdax|tecdax|deutsche börse|deutsche boerse",
    "XSTO": "nasdaq stockholm|stockholm|sto|omx stockholm|nasdaq omx stockholm|omx"
    "|stockholm stock exchange|nasdaq omx nordic",
    "XHEL": "nasdaq helsinki|helsinki|hel|omx helsinki|nasdaq omx helsinki|hex|omxh|nasdaq omxh",
    "XCSE": "nasdaq copenhagen|copenhagen|cph|omx copenhagen|nasdaq omx copenhagen|omxc",
    "XICE": "nasdaq iceland|iceland|nasdaq omx iceland|omx iceland|nasdaq omx nordic exchange iceland",
    "FNSE": "nasdaq first north|first north|first north growth market"
    "|nasdaq first north growth market|first north stockholm|spotlight",
    "XSWX": "six|six swiss exchange|swx|swiss|vtx|swiss exchange|zurich|six swiss ex|virt-x",
    "XWBO": "vienna stock exchange|wiener börse|vienna|vse|wbag|wbo|vie",
    "XMAD": "bme|bme madrid|madrid|bmad|madrid stock exchange|mce|spain",
    "XWAR": "wse|gpw|warsaw stock exchange|warsaw",
    "XTAE": "tase|tel aviv stock exchange|tel aviv",
    "XJSE": "jse|johannesburg stock exchange|johannesburg",
    "XASX": "asx|australian securities exchange|australian stock exchange|asx limited",
    "XNZE": "nzx|nzse|new zealand exchange|nze|nzsx",
    "XHKG": "hkex|sehk|hkse|hong kong stock exchange|hong kong|hk|hkg|stock exchange of hong kong"
    "|hong kong exchange",
    "XSES": "sgx|sgx-st|ses|singapore exchange|singapore|sgx mainboard",
    "XTKS": "tse|tokyo stock exchange|tyo|tokyo|tse prime|tse first section|tokyo: tse",
    "XSHG": "sse|shanghai stock exchange|shanghai|sha",
    "XSHE": "szse|shenzhen stock exchange|shenzhen|sz",
    "XKRX": "krx|korea exchange|kosdaq|kospi|kse",
    "XBOM": "bse|bombay stock exchange|mumbai",
    "XNSE": "nse|national stock exchange of india",
    "XTAI": "twse|taiwan stock exchange|taiex|tpex",
    "BVMF": "b3|bm&fbovespa|bovespa|bvmf|sao paulo",
    "XMEX": "bmv|bolsa mexicana de valores|mexican stock exchange",
    "XBUE": "bcba|byma|bolsas y mercados argentinos",
    "XSGO": "santiago stock exchange|bcs|ssx",
    "XLIM": "bvl|lima stock exchange|lima",
    "XBOG": "bvc|colombia stock exchange",
    "XDFM": "dfm|dubai financial market",
    "XADS": "adx|abu dhabi securities exchange",
    "XSAU": "tadawul|saudi exchange",
    "DSMD": "qse|qatar stock exchange|qatar exchange",
    "XKUW": "boursa kuwait|kuwait stock exchange",
    "XIST": "bist|borsa istanbul",
    "XATH": "athex|athens stock exchange|athens exchange|euronext athens",
    "XPRA": "prague stock exchange",
    "XBUD": "budapest stock exchange",
    "XBSE": "bvb|bucharest stock exchange",
    "XTAL": "nasdaq tallinn|tallinn stock exchange",
    "XRIS": "nasdaq riga",
    "XLIT": "nasdaq vilnius",
    "XKLS": "bursa malaysia|klse|bursa",
    "XIDX": "idx|indonesia stock exchange",
    "XBKK": "stock exchange of thailand",
    "XPHS": "pse|philippine stock exchange",
    "XLUX": "luxse|luxembourg stock exchange|bourse de luxembourg",
}
_MIC_OF = {
    name: mic for mic, printed in _PRINTED.items() for name in printed.split("|")
} | {name.lower(): mic for mic, name in MICS.items()}
_AFFIXES = re.compile(r"^(?:the|on|ticker|symbol)\s|\s(?:ticker|symbol|stock|under)$")


def mic_of(printed_name: str) -> str | None:
    """Return the market identifier code of a printed exchange, or None if unknown."""
    name = " ".join(printed_name.replace("®", " ").replace("™", " ").split())
    if name in MICS:
        return name
    name = name.lower().strip(" .,:;()")
    while (shorter := _AFFIXES.sub("", name).strip()) != name:
        name = shorter
    return _MIC_OF.get(name)
