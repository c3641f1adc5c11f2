"""python lexical.py COUNT SEED > lexical.jsonl: texts that are hard to cut, with their tokens.

Needs spaCy 3.8.7 and en_core_web_sm 3.8.0. A line is {"text", "tokens", "spacy", "norm", "ids"}: the
tokens' texts, whether a space belongs to each, their norms, and their attribute ids in the order NORM,
PREFIX, SUFFIX, SHAPE, SPACY, IS_SPACE. Different seeds give different texts; the tokenizer was compared
on some 400,000 of them, and lexical.jsonl.gz keeps 3,000.
"""
import json
import random
import sys

import spacy

nlp = spacy.load("en_core_web_sm", exclude=["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner"])
rnd = random.Random(int(sys.argv[2]))

exceptions = list(nlp.tokenizer.rules)
punctuation = [*"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~§—–…：；！？¿؟¡。，、～·।،۔؛٪”“‘´’‚„»«「」（）〔〕【】〈〉⟦⟧£€¥฿₽﷼°©™↑☃😀👍🏽\u200d\ufe0f"]
units = "km km² m m² cm mm µm in ft kg g t oz m/s km/h mph Pa mb GB T G % км м² см кг Гб ТБ тبكم كم² م³ سم غرام كوب اكواب тб".split()
currencies = "$ £ € US$ C$ A$ ₽ ﷼ US A S$".split()
spaces = [" "] * 6 + [*"\t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2028\u2029\u202f\u205f\u3000\u200b\ufeff"] + ["  "]
words = """a I X U.K. e.g. can't Don’t rock'n'roll Apple iPhone 3D COVID-19 well-known and/or naïve Straße ΣΑΣ ὈΔΥΣΣΕΎΣ İst ǅ Ⅷ ① ² 日本
 東京。 한국 עברית العربية हिन्दी ไทย Москва ʼn ﬁ ẞ ı K number mark root ORG GPE dep det _ x $ 's n't 'll 'em y'all gonna lemme cannot""".split()
digits = "0 1 2 9 10 12 127 172 16 31 192 168 169 254 255 223 224 100 05 012 1,000 3.14 ٣ १ １ ² 2024".split()
addresses = """http https ftp www example com org co.uk :// : / ? # @ . .. - _ user 8080 80 index.html localhost http:// xn--p1ai рф 中国 ١٢
 ex-ample ex_ample _dmarc a.b b@c.de x+y %20""".split()
letters = [*"aAbBzZяЯéÉßΣς日あ한"]


def some(items, least, most):
    return "".join(rnd.choice(items) for _ in range(rnd.randint(least, most)))


def anything():
    first, last = rnd.choice([(0x20, 0x250), (0x20, 0x3200), (0x3200, 0xD800), (0xE000, 0x20000), (0x20000, 0x110000)])
    return chr(rnd.randrange(first, last))


def part():
    items = rnd.choices([exceptions, punctuation, units, currencies, spaces, words, digits, addresses, None],
                        [14, 26, 7, 5, 12, 12, 10, 8, 6])[0]
    return rnd.choice(items) if items else anything()


def address():
    octets = ".".join(rnd.choice(digits) for _ in range(rnd.choice([3, 4, 4, 4, 5])))
    before = rnd.choice(["", "", "http://", "a@", "x://", "+-://", "u:p@"])
    return before + octets + rnd.choice(["", "", ":80", ":123456", ":8", "/x", "?", "#y", ":٣٣"])


def text():
    return rnd.choice([
        lambda: some(addresses + digits + ["."] * 12 + [":", "/", "@"], 1, 11),
        address,
        lambda: some(letters + [*".,-–—~:<>=/*^+…'\"12."] + ["--", "---", "——"], 1, 13),
        lambda: some(letters + digits + units + currencies + ["..", "°F", "°C", "°", "+", "'s", "’S", "……", ")", "!", "%"], 1, 5),
        lambda: some([*"()[]{}:;=-_^oOxX.'*/\\|<>3 80DPpv"] + ["’", "ಠ", "╯", "\xa0", "  "], 2, 24),
        lambda: rnd.choice(["", " "]).join(rnd.choice(exceptions) + rnd.choice(["", part()]) for _ in range(rnd.randint(1, 4))),
        lambda: "".join(part() for _ in range(rnd.randint(1, 9))),
    ])()


for _ in range(int(sys.argv[1])):
    doc = nlp.make_doc(text())
    print(json.dumps({
        "text": doc.text,
        "tokens": [token.text for token in doc],
        "spacy": [bool(token.whitespace_) for token in doc],
        "norm": [token.norm_ for token in doc],
        "ids": [[str(int(id)) for id in (token.norm, token.prefix, token.suffix, token.shape, bool(token.whitespace_), token.is_space)]
                for token in doc],
    }, ensure_ascii=False))
