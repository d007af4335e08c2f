import type { InpFile } from '../../../readers/inp/inp-file.ts';
import type { InpRow } from '../../../readers/inp/inp-sections.ts';
import { timeOfDayS } from '../../../readers/inp/inp-series.ts';
import type { InpUnits } from '../../../readers/inp/inp-units.ts';
import { keyword } from '../../../readers/inp/messages.ts';
import type { Condition, ControlAction, ControlRule } from './plan.ts';

const LINKS = ['LINK', 'CONDUIT', 'PUMP', 'ORIFICE', 'WEIR', 'OUTLET'];
const RELATIONS = ['=', '<>', '<', '<=', '>', '>='] as const;
const ON: Readonly<Record<string, number>> = { ON: 1, OPEN: 1, YES: 1, OFF: 0, CLOSED: 0, NO: 0 };

/** [CONTROLS]: rules of IF, AND, OR, THEN, ELSE and PRIORITY. What cannot be played is refused by line: no rule is left out in silence. */
export function controlsOf(inp: InpFile, units: InpUnits): ControlRule[] {
  const rules: ControlRule[] = [];
  let part: ControlAction[] | null = null;
  for (const row of inp.rows('CONTROL')) {
    const word = row.cells[0].toUpperCase();
    const rule = rules.at(-1);
    if (word === 'RULE') {
      rules.push({ id: inp.text(row, 1, 'rule'), priority: 0, premises: [], whenTrue: [], whenFalse: [] });
      part = null;
    } else if (!rule) throw inp.problem(row, keyword('[CONTROLS]'), 'ruleBefore', row.cells[0]);
    else if (word === 'PRIORITY') rule.priority = inp.number(row, 1, 'priority');
    else if (word === 'THEN' || word === 'ELSE') {
      part = word === 'THEN' ? rule.whenTrue : rule.whenFalse;
      part.push(actionOf(inp, row));
    } else if (word === 'AND' && part) part.push(actionOf(inp, row));
    else if (word === 'IF' || word === 'AND' || (word === 'OR' && !part))
      rule.premises.push({ isOr: word === 'OR', condition: conditionOf(inp, row, units) });
    else throw inp.problem(row, keyword('[CONTROLS]'), 'controlLines', row.cells[0]);
  }
  return rules;
}

function conditionOf(inp: InpFile, row: InpRow, units: InpUnits): Condition {
  const object = inp.text(row, 1, 'object').toUpperCase();
  const isSimulation = object === 'SIMULATION';
  const from = isSimulation ? 2 : 3;
  const attribute = inp.text(row, from, 'attribute').toUpperCase();
  const relation = RELATIONS.find((each) => each === row.cells[from + 1]);
  if (!relation) throw inp.problem(row, 'relation', keyword(RELATIONS.join(' ')), row.cells[from + 1]);
  const id = isSimulation ? '' : inp.text(row, 2, 'object');
  const number = (unit: number) => inp.number(row, from + 2, 'value') * unit;
  const made = (of: Condition['of'], value: number): Condition => ({ of, id, relation, value });
  if (isSimulation && attribute === 'TIME') return made('timeS', timeOfDayS(row, from + 2, 'time', inp, 3600));
  if (isSimulation && attribute === 'CLOCKTIME') return made('clockS', timeOfDayS(row, from + 2, 'time', inp, 3600));
  if (object === 'NODE' && attribute === 'DEPTH') return made('depthM', number(units.m));
  if (object === 'NODE' && attribute === 'HEAD') return made('headM', number(units.m));
  if (object === 'NODE' && attribute === 'VOLUME') return made('volumeM3', number(units.m ** 3));
  if (LINKS.includes(object) && attribute === 'FLOW') return made('flowM3ps', number(units.m3ps));
  if (LINKS.includes(object) && attribute === 'DEPTH') return made('linkDepthM', number(units.m));
  if (LINKS.includes(object) && (attribute === 'SETTING' || attribute === 'STATUS'))
    return made('setting', settingOf(inp, row, from + 2));
  throw inp.problem(row, 'attribute', 'controlPremise', `${object} ${attribute}`);
}

function actionOf(inp: InpFile, row: InpRow): ControlAction {
  const object = inp.text(row, 1, 'object').toUpperCase();
  const link = inp.text(row, 2, 'object');
  const attribute = inp.text(row, 3, 'attribute').toUpperCase();
  const isKnown = LINKS.slice(1).includes(object) && (attribute === 'SETTING' || attribute === 'STATUS');
  if (!isKnown || row.cells[4] !== '=')
    throw inp.problem(row, 'attribute', 'controlAction', row.cells.slice(1, 5).join(' '));
  return { link, setting: settingOf(inp, row, 5) };
}

/** A number, or a word; what follows a curve, a series or a PID is not played. */
function settingOf(inp: InpFile, row: InpRow, nth: number): number {
  const word = inp.text(row, nth, 'setting').toUpperCase();
  return ON[word] ?? inp.atLeast(row, nth, 'setting', 0);
}
