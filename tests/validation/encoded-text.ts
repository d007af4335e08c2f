/** Encodings by the words that are written in them: the first of a family is what the programs of its countries write. */
export const FAMILIES: readonly { labels: readonly string[]; words: readonly string[] }[] = [
  { labels: ['gb18030'], words: ['建设路', '人民广场', '浦东新区', '沙盘街道', '玥湾', '镕基大厦', '南京东路'] },
  // The second byte of several of these is a backslash, a bar or a bracket.
  { labels: ['shift_jis', 'euc-jp'], words: ['表参道', 'ソフトパーク', '新宿駅', '十条', '能代', '予定地', '渋谷'] },
  { labels: ['big5'], words: ['功學路', '許厝', '臺北車站', '蓋世大樓', '中正區'] },
  { labels: ['euc-kr'], words: ['서울역', '강남대로', '중앙공원', '부산광역시', '세종로'] },
  {
    labels: ['windows-1252', 'iso-8859-1', 'iso-8859-15'],
    words: ['Straße', 'Café Müller', 'Ångström', 'Peñíscola', 'Île', 'È'],
  },
  { labels: ['windows-1250', 'iso-8859-2'], words: ['Łódź', 'Kraków', 'Žižkov', 'Győr', 'Čápův dvůr'] },
  {
    labels: ['windows-1251', 'koi8-r', 'iso-8859-5', 'ibm866'],
    words: ['Невский проспект', 'Москва', 'Парк Победы', 'Река', 'Ленина', 'ДОМ'],
  },
  { labels: ['windows-1253', 'iso-8859-7'], words: ['Αθήνα', 'Πειραιάς', 'Λεωφόρος', 'Πάρκο'] },
  { labels: ['windows-1254'], words: ['İstanbul', 'Şişli', 'Beyoğlu', 'Çarşı'] },
  { labels: ['windows-1257'], words: ['Rīga', 'Šiauliai', 'Tõnismägi', 'Žemaičių'] },
];

const TABLES = new Map<string, Map<string, number[]>>();

/** The bytes of each character that an encoding has in one or two of them, asked of its decoder. */
function tableOf(label: string): Map<string, number[]> {
  const known = TABLES.get(label);
  if (known) return known;
  const table = new Map<string, number[]>();
  const decoder = new TextDecoder(label);
  const add = (bytes: number[]): void => {
    const text = decoder.decode(Uint8Array.from(bytes));
    if ([...text].length === 1 && text !== '\ufffd' && !table.has(text)) table.set(text, bytes);
  };
  for (let byte = 0; byte < 256; byte++) add([byte]);
  if (/^(gb|big5|shift|euc)/.test(label))
    for (let lead = 0x81; lead < 0xff; lead++) for (let trail = 0x40; trail < 0xff; trail++) add([lead, trail]);
  TABLES.set(label, table);
  return table;
}

/** A text's bytes in an encoding; with its mark at the beginning where one is wanted. A character that it has not is a fault of the generator. */
export function encoded(text: string, label: string, hasMark = false): Uint8Array {
  const whole = hasMark ? `\ufeff${text}` : text;
  if (label === 'utf-8') return new TextEncoder().encode(whole);
  if (label.startsWith('utf-16')) {
    const bytes = Buffer.from(whole, 'utf16le');
    return new Uint8Array(label === 'utf-16be' ? bytes.swap16() : bytes);
  }
  const table = tableOf(label);
  return Uint8Array.from(
    [...text].flatMap((sign) => {
      const bytes = table.get(sign);
      if (!bytes) throw new Error(`${label} has no ${sign}`);
      return bytes;
    }),
  );
}
