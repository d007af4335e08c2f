import { S_PER_H } from '../../../model/time.ts';
import { isoOf } from '../../../readers/schedule/text.ts';
import { globalIdOf } from '../global-id.ts';
import { NOTHING, StepFile, stepList, stepReal, stepText } from './step.ts';

/** IFC's habits above STEP's: rooted things with a GlobalId made of what they are, relations, money. Histories are left out, as IFC 4 allows. */
export class IfcFile {
  readonly step = new StepFile();
  readonly second: string;
  readonly #of: string;
  #hour: string | null = null;

  /** `of` tells this file's things from those of another. */
  constructor(of: string) {
    this.#of = of;
    this.second = this.step.add('IFCSIUNIT', '*', '.TIMEUNIT.', NOTHING, '.SECOND.');
  }

  idOf(what: string): string {
    return globalIdOf(`${this.#of} ${what}`);
  }

  root(type: string, id: string, ...values: readonly string[]): string {
    return this.step.add(type, stepText(id), NOTHING, ...values);
  }

  /** `what` tells it from others of its type. */
  relate(type: string, what: string | number, ...values: readonly string[]): void {
    this.root(type, this.idOf(`${type} ${what}`), NOTHING, NOTHING, ...values);
  }

  control(things: readonly string[], controller: string): void {
    if (things.length > 0) this.relate('IFCRELASSIGNSTOCONTROL', controller, stepList(things), NOTHING, controller);
  }

  nest(things: readonly string[], parent: string): void {
    if (things.length > 0) this.relate('IFCRELNESTS', parent, parent, stepList(things));
  }

  /** In the project's currency, whatever that is. */
  money(amount: number, per: 'all' | 'hour'): string {
    this.#hour ??= this.step.add('IFCMEASUREWITHUNIT', `IFCTIMEMEASURE(${stepReal(S_PER_H)})`, this.second);
    const value = `IFCMONETARYMEASURE(${stepReal(amount)})`;
    return this.step.add('IFCCOSTVALUE', ...nothings(2), value, per === 'hour' ? this.#hour : NOTHING, ...nothings(6));
  }
}

export const nothings = (count: number): string[] => Array.from({ length: count }, () => NOTHING);
export const ifcInstant = (min: number): string => stepText(isoOf(min));
/** ISO 8601, a lead with its sign before it. */
export const ifcDuration = (min: number): string => {
  const size = Math.abs(min);
  return stepText(`${min < 0 ? '-' : ''}PT${Math.floor(size / 60)}H${size % 60}M`);
};
