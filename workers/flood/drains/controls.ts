import { drainMessage } from './messages.ts';
import { type Condition, DrainError, type DrainPlan, type Opening } from './plan.ts';
import { wetted } from './sections.ts';

/** What rules ask of the network. */
interface Controlled {
  depthM(node: number): number;
  headM: Float64Array;
  volumeM3: Float64Array;
  flowM3ps: Float64Array;
  linkDepthM(link: number): number;
}

const DAY_S = 24 * 3600;

interface Premise {
  isOr: boolean;
  condition: Condition;
  /** Index of its node or link. */
  at: number;
}

/**
 * Rules of control (SWMM 5 user's manual, app. C.3): looked at before each step, with what the step before left. Premises are gone through from the first to the last
 * as SWMM does: OR where nothing held so far, AND ends it where nothing did. Of the actions on one link that of the highest priority holds, of two alike the first.
 */
export class Controls {
  /** What each link is set to be and how far it has come: an orifice may take its time. */
  readonly target: Float64Array;
  readonly setting: Float64Array;
  /** Which links any rule may set. */
  readonly isRuled: Uint8Array;
  private readonly rules: {
    priority: number;
    premises: Premise[];
    whenTrue: [number, number][];
    whenFalse: [number, number][];
  }[];
  private readonly openingS: Float64Array;
  private readonly startClockS: number;
  private readonly priority: Float64Array;

  constructor({ links, controls }: DrainPlan, indexOf: ReadonlyMap<string, number>) {
    const linkOf = new Map(links.map(({ id }, i) => [id, i]));
    const find = (ids: ReadonlyMap<string, number>, rule: string, id: string): number => {
      const at = ids.get(id);
      if (at === undefined) throw new DrainError(drainMessage('rule-object', { rule, id }));
      return at;
    };
    const isOfNode = ({ of }: Condition) => of === 'depthM' || of === 'headM' || of === 'volumeM3';
    const actions = (rule: string, list: { link: string; setting: number }[]) =>
      list.map(({ link, setting }): [number, number] => [find(linkOf, rule, link), setting]);
    this.rules = (controls?.rules ?? []).map(({ id, priority, premises, whenTrue, whenFalse }) => ({
      priority,
      premises: premises.map(({ isOr, condition }) => ({
        isOr,
        condition,
        at: condition.id === '' ? -1 : find(isOfNode(condition) ? indexOf : linkOf, id, condition.id),
      })),
      whenTrue: actions(id, whenTrue),
      whenFalse: actions(id, whenFalse),
    }));
    this.startClockS = controls?.startClockS ?? 0;
    this.target = new Float64Array(links.length).fill(1);
    this.setting = new Float64Array(links.length).fill(1);
    this.priority = new Float64Array(links.length);
    this.isRuled = new Uint8Array(links.length);
    for (const { whenTrue, whenFalse } of this.rules)
      for (const [link] of [...whenTrue, ...whenFalse]) this.isRuled[link] = 1;
    this.openingS = Float64Array.from(links, (link) => ('openingS' in link ? (link.openingS ?? 0) : 0));
  }

  get isEmpty(): boolean {
    return this.rules.length === 0;
  }

  /** Sets what the rules say at `timeS`, for a step of `dtS`; gives each link that a rule set now. */
  evaluate(network: Controlled, timeS: number, dtS: number): number[] {
    const set: number[] = [];
    this.priority.fill(Number.NEGATIVE_INFINITY);
    for (const { priority, premises, whenTrue, whenFalse } of this.rules) {
      const holds = this.holds(premises, network, timeS, dtS);
      for (const [link, setting] of holds ? whenTrue : whenFalse) {
        if (priority <= this.priority[link]) continue;
        this.priority[link] = priority;
        this.target[link] = setting;
        set.push(link);
      }
    }
    for (let link = 0; link < this.setting.length; link++) {
      const short = this.target[link] - this.setting[link];
      const most = this.openingS[link] > 0 ? dtS / this.openingS[link] : Number.POSITIVE_INFINITY;
      this.setting[link] = Math.abs(short) <= most ? this.target[link] : this.setting[link] + Math.sign(short) * most;
    }
    return set;
  }

  private holds(premises: readonly Premise[], network: Controlled, timeS: number, dtS: number): boolean {
    let result = true;
    for (const [i, { isOr, condition, at }] of premises.entries()) {
      if (isOr && i > 0) {
        if (!result) result = this.isMet(condition, at, network, timeS, dtS);
        continue;
      }
      if (!result) return false;
      result = this.isMet(condition, at, network, timeS, dtS);
    }
    return result;
  }

  private isMet(
    { of, relation, value }: Condition,
    at: number,
    network: Controlled,
    timeS: number,
    dtS: number,
  ): boolean {
    const isTime = of === 'timeS' || of === 'clockS';
    const is = this.valueOf(of, at, network, timeS);
    // A time is met in the step that it falls in.
    const same = isTime ? Math.abs(is - value) <= dtS / 2 : is === value;
    switch (relation) {
      case '=':
        return same;
      case '<>':
        return !same;
      case '<':
        return is < value;
      case '<=':
        return is <= value;
      case '>':
        return is > value;
      case '>=':
        return is >= value;
    }
  }

  private valueOf(of: Condition['of'], at: number, network: Controlled, timeS: number): number {
    switch (of) {
      case 'depthM':
        return network.depthM(at);
      case 'headM':
        return network.headM[at];
      case 'volumeM3':
        return network.volumeM3[at];
      case 'flowM3ps':
        return network.flowM3ps[at];
      case 'linkDepthM':
        return network.linkDepthM(at);
      case 'setting':
        return this.setting[at];
      case 'timeS':
        return timeS;
      case 'clockS':
        return (this.startClockS + timeS) % DAY_S;
    }
  }
}

/** An opening that is open in part: an orifice from below its crown, a weir by its crest that rises, an outlet by its flow. */
export function openedTo(opening: Opening, ratio: number): Opening {
  const { law } = opening;
  if (ratio === 1) return opening;
  if (law.form === 'weir') {
    const raisedM = (1 - ratio) * law.heightM;
    return { ...opening, law: { ...law, crestM: law.crestM + raisedM, heightM: Math.max(1e-6, ratio * law.heightM) } };
  }
  if (law.form === 'rating') {
    const { rateM3ps } = law;
    const rate =
      'at' in rateM3ps
        ? { at: rateM3ps.at, value: rateM3ps.value.map((each) => each * ratio) }
        : { ...rateM3ps, coefficient: rateM3ps.coefficient * ratio };
    return { ...opening, law: { ...law, rateM3ps: rate } };
  }
  const heightM = Math.max(1e-6, ratio * law.heightM);
  const open = { areaM2: 0, topM: 0, perimeterM: 0 };
  if (law.isRound) wetted({ shape: 'circular', diameterM: law.heightM }, heightM, open);
  else open.areaM2 = law.areaM2 * ratio;
  return { ...opening, law: { ...law, heightM, areaM2: ratio > 0 ? open.areaM2 : 0 } };
}
