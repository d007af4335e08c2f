import { pick, type Random } from '../shape/random.ts';

/** Characters that Chinese street and compound names are made of, with their pinyin. No name of a real person occurs. */
const FIRST: [string, string][] = [
  ['文', 'Wen'],
  ['永', 'Yong'],
  ['长', 'Chang'],
  ['和', 'He'],
  ['安', 'An'],
  ['瑞', 'Rui'],
  ['嘉', 'Jia'],
  ['清', 'Qing'],
  ['景', 'Jing'],
  ['明', 'Ming'],
  ['兴', 'Xing'],
  ['福', 'Fu'],
  ['锦', 'Jin'],
  ['澄', 'Cheng'],
  ['柳', 'Liu'],
  ['桐', 'Tong'],
  ['槐', 'Huai'],
  ['杏', 'Xing'],
  ['松', 'Song'],
  ['梅', 'Mei'],
  ['云', 'Yun'],
  ['春', 'Chun'],
  ['秋', 'Qiu'],
  ['丰', 'Feng'],
  ['仁', 'Ren'],
  ['德', 'De'],
  ['正', 'Zheng'],
  ['新', 'Xin'],
  ['望', 'Wang'],
  ['青', 'Qing'],
  ['金', 'Jin'],
  ['东', 'Dong'],
  ['南', 'Nan'],
  ['西', 'Xi'],
  ['北', 'Bei'],
  ['书', 'Shu'],
  ['石', 'Shi'],
  ['竹', 'Zhu'],
  ['通', 'Tong'],
  ['惠', 'Hui'],
];
const SECOND: [string, string][] = [
  ['昌', 'chang'],
  ['宁', 'ning'],
  ['乐', 'le'],
  ['平', 'ping'],
  ['泰', 'tai'],
  ['祥', 'xiang'],
  ['园', 'yuan'],
  ['溪', 'xi'],
  ['和', 'he'],
  ['苑', 'yuan'],
  ['盛', 'sheng'],
  ['庆', 'qing'],
  ['华', 'hua'],
  ['源', 'yuan'],
  ['林', 'lin'],
  ['荫', 'yin'],
  ['花', 'hua'],
  ['坊', 'fang'],
  ['亭', 'ting'],
  ['桥', 'qiao'],
  ['台', 'tai'],
  ['岸', 'an'],
  ['阳', 'yang'],
  ['湖', 'hu'],
  ['川', 'chuan'],
  ['门', 'men'],
  ['井', 'jing'],
  ['里', 'li'],
  ['津', 'jin'],
  ['渡', 'du'],
  ['堂', 'tang'],
  ['泉', 'quan'],
  ['庄', 'zhuang'],
  ['岭', 'ling'],
  ['坪', 'ping'],
  ['堤', 'di'],
  ['香', 'xiang'],
  ['月', 'yue'],
  ['阁', 'ge'],
  ['仓', 'cang'],
];

export interface Name {
  zh: string;
  en: string;
}

/** Draws names that no one of this namer's earlier ones has: 1,600 pairs, then with a number of their own. */
export function namer(taken: Iterable<string> = []) {
  const used = new Set(taken);
  return (random: Random, suffixZh: string, suffixEn: string): Name => {
    for (let tries = 0; ; tries++) {
      const [a, aEn] = pick(random, FIRST);
      const [b, bEn] = pick(random, SECOND);
      const number = tries > 6 ? NUMERALS[(tries - 7) % NUMERALS.length] : '';
      const zh = `${a}${b}${number}${suffixZh}`;
      if (a === b || used.has(zh)) continue;
      used.add(zh);
      const en = `${aEn}${bEn} ${number === '' ? '' : `${NUMERALS.indexOf(number) + 2}${number === '二' ? 'nd' : number === '三' ? 'rd' : 'th'} `}${suffixEn}`;
      return { zh, en };
    }
  };
}

const NUMERALS = ['二', '三', '四', '五', '六', '七', '八', '九'];
