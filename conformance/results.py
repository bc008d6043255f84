"""What conformance/check and conformance/table share: expected cases, known failures, and results of runs.

expected.tsv: suite, then the cases that pass on the real emulator, parted by blanks.
known-failures.tsv: suite, case, tag, reason. Lines that begin with # are comments in both.
"""
import json
import os

HERE = os.path.dirname(os.path.abspath(__file__))
EXPECTED = os.path.join(HERE, 'expected.tsv')
KNOWN = os.path.join(HERE, 'known-failures.tsv')

# Tags and what they mean. A case tagged SLOW may pass; every other tagged case must fail.
SLOW = 'slow'
TAGS = {
    'missing': 'asks for something that Longbeam does not have',
    'differs': 'asks for something that Longbeam does in another way, knowingly',
    'bug': 'a fault of Longbeam that is not mended yet',
    SLOW: 'fails by its time limit only, and passes on a faster or quieter machine',
}
PASS = 'pass'


def lines(path):
    """The fields of each line that is no comment, with its number."""
    with open(path, encoding='utf-8') as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip('\n')
            if line and not line.startswith('#'):
                yield number, line.split('\t')


def expected(path):
    """{suite: [case]}"""
    table = {}
    for number, fields in lines(path):
        if len(fields) != 2 or fields[0] in table:
            raise SystemExit(f'{path}:{number}: wanted a new suite and its cases')
        table[fields[0]] = fields[1].split()
    return table


def known(path, wanted):
    """{(suite, case): (tag, reason)}; each must be expected, and has a reason."""
    table = {}
    for number, fields in lines(path):
        if len(fields) != 4 or fields[2] not in TAGS or not fields[3].strip():
            raise SystemExit(f'{path}:{number}: wanted suite, case, one of {" ".join(TAGS)}, reason')
        suite, case = fields[0], fields[1]
        if case not in wanted.get(suite, []):
            raise SystemExit(f'{path}:{number}: {suite} {case} is not expected to pass anywhere')
        if (suite, case) in table:
            raise SystemExit(f'{path}:{number}: {suite} {case} is tagged twice')
        table[suite, case] = (fields[2], fields[3].strip())
    return table


def runs(paths):
    """{suite: {case: status}} of the runs; what a later file says of a suite counts."""
    table = {}
    for path in paths:
        with open(path, encoding='utf-8') as file:
            suites = json.load(file)['suites']
        for suite, result in suites.items():
            table[suite] = {case: outcome['s'] for case, outcome in result['cases'].items()}
    return table
