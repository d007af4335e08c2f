import type { Text } from '../text/text.ts';

/** A band holds what the index tells of its scores. */
interface Band {
  name: Text;
  stage: Text;
  /** Typical state of a city in it. */
  looks: Text;
  lacks: Text;
  next: Text;
}

const START: Text = { zh: '起步阶段', en: 'starting' };
const RISE: Text = { zh: '提升阶段', en: 'rising' };

/** Lists the five bands of 城市智能指数 (2019) by rising score; their limits are `BAND_LIMITS`. */
export const BANDS: readonly Band[] = [
  {
    name: { zh: '起步期', en: 'First steps' },
    stage: START,
    looks: { zh: '开始应用，零散而不成体系', en: 'first uses, scattered, no system' },
    lacks: { zh: '基础设施滞后于需求', en: 'infrastructure behind demand' },
    next: { zh: '建设云计算、物联网等基础设施，加深认识', en: 'cloud, IoT and other infrastructure; understanding' },
  },
  {
    name: { zh: '转型期', en: 'Transition' },
    stage: START,
    looks: { zh: '应用加快，初见成效，总体水平不高', en: 'faster spread, first effects, low level overall' },
    lacks: { zh: '发展不均衡', en: 'uneven development' },
    next: { zh: '调整、消除障碍、组合运用各项技术', en: 'adjust, remove obstacles, combine technologies' },
  },
  {
    name: { zh: '初级阶段', en: 'Basic' },
    stage: RISE,
    looks: { zh: '成效加深，建设趋于系统', en: 'effects deepen, building becomes systematic' },
    lacks: { zh: '协同不足', en: 'working together' },
    next: { zh: '改进协同方式', en: 'better ways of working together' },
  },
  {
    name: { zh: '中级阶段', en: 'Intermediate' },
    stage: RISE,
    looks: { zh: '体系广泛，五个方面深刻改变', en: 'a broad system, all five parts changed deeply' },
    lacks: { zh: '包容普惠不足', en: 'inclusion' },
    next: { zh: '补齐短板，惠及所有人、所有地方', en: 'weak spots, everyone, everywhere' },
  },
  {
    name: { zh: '高级阶段', en: 'Advanced' },
    stage: RISE,
    looks: { zh: '全面创新活跃，高度自主', en: 'active innovation throughout, high autonomy' },
    lacks: { zh: '突破与生态', en: 'breakthroughs and an ecosystem' },
    next: { zh: '持续完善生态', en: 'keep improving the ecosystem' },
  },
];
