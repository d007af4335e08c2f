/** The fewest different signs of a password. */
const MIN_DISTINCT = 5;
/** What must be left of a password when all that anybody would try is taken out of it. */
const MIN_LEFT = 6;
/** A run along a keyboard or an alphabet that counts as one thing to guess. */
const MIN_RUN = 4;

/** Along which fingers run, forwards and backwards. */
const RUNS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop[]',
  'asdfghjkl;',
  'zxcvbnm,./',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '!@#$%^&*()',
];

/**
 * Words with which passwords are made up to the length that is asked for: the most frequent parts of what leaks hold (SecLists, "10 million
 * passwords", and the Chinese lists beside it), and what stands on this program's own door.
 */
const WORDS = [
  ...[
    'password',
    'passw',
    'pass',
    'administrator',
    'admin',
    'welcome',
    'letmein',
    'login',
    'changeme',
    'change',
    'secret',
  ],
  ...['default', 'root', 'test', 'guest', 'user', 'master', 'super', 'system', 'manager', 'operator', 'controller'],
  ...['iloveyou', 'love', 'monkey', 'dragon', 'football', 'baseball', 'sunshine', 'princess', 'shadow', 'michael'],
  ...[
    'trustno',
    'whatever',
    'hello',
    'freedom',
    'summer',
    'winter',
    'spring',
    'autumn',
    'company',
    'computer',
    'internet',
  ],
  ...['shapan', 'sandtable', 'digitaltwin', 'digital', 'twin', 'city', 'chengchuan', 'scada', 'pump', 'water'],
  ...[
    'woaini',
    '1314',
    '520',
    'wodemima',
    'mima',
    'guanliyuan',
    'guanli',
    'chengshi',
    'zhongguo',
    'china',
    'beijing',
    'shanghai',
  ],
  ...['密码', '管理员', '管理', '我爱你', '沙盘', '城市', '中国', '你好', '欢迎'],
].sort((a, b) => b.length - a.length);

/** Signs that stand for letters in the oldest of all tricks. */
const LETTERS: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
};

/**
 * Whether a password would be among the first million that a guesser tries: few signs, a part that repeats itself, runs of the keyboard,
 * common words, years and the account's own name, whatever is put between them to reach the length.
 */
export function isWeakPassword(password: string, name: string): boolean {
  const plain = password.normalize('NFKC').toLowerCase();
  if (new Set(plain).size < MIN_DISTINCT) return true;
  if (isPeriodic(plain)) return true;
  return leftOf(plain, name) < MIN_LEFT || leftOf(spelt(plain), name) < MIN_LEFT;
}

/** `abcabcabcab`: one part over and over. */
function isPeriodic(text: string): boolean {
  for (let period = 1; period <= text.length / 2; period++)
    if (text.slice(period) === text.slice(0, text.length - period)) return true;
  return false;
}

const spelt = (text: string): string => [...text].map((sign) => LETTERS[sign] ?? sign).join('');

/** How many different signs remain when runs, words, years and the name are taken out. */
function leftOf(text: string, name: string): number {
  const names = name
    .normalize('NFKC')
    .toLowerCase()
    .split(/[\s._-]+/u)
    .filter((part) => part.length >= 2);
  let rest = withoutRuns(text);
  for (const word of [...names, ...WORDS]) rest = rest.replaceAll(word, ' ');
  rest = rest.replaceAll(/(?:19|20)\d\d/g, ' ').replaceAll(/[\s._\-!?#*]/gu, '');
  return new Set(rest).size;
}

function withoutRuns(text: string): string {
  let rest = '';
  for (let at = 0; at < text.length; ) {
    const length = runAt(text, at);
    if (length < MIN_RUN) rest += text[at];
    at += length < MIN_RUN ? 1 : length;
  }
  return rest;
}

/** How far the text runs along one of the rows from here. */
function runAt(text: string, at: number): number {
  let longest = 1;
  for (const row of [...RUNS, ...RUNS.map((forwards) => [...forwards].reverse().join(''))]) {
    const begin = row.indexOf(text[at]);
    let length = 1;
    while (begin >= 0 && at + length < text.length && row[begin + length] === text[at + length]) length++;
    longest = Math.max(longest, length);
  }
  return longest;
}
