import { type CrowdScenario, readCrowdScenario } from '../../scenarios/crowd.ts';
import { type CaseFault, MOST_FAULTS } from '../../scenarios/faults.ts';
import { type CrowdProblem, CrowdRefusal } from '../city/crowd-problem.ts';

/** A case by its schema, for the page: refused with a code that it says in its own language. */
export function crowdCaseOf(json: unknown, file: string): CrowdScenario {
  const read = readCrowdScenario(json);
  if ('scenario' in read) return read.scenario;
  const told = read.faults.slice(0, MOST_FAULTS).map((fault) => problemOf(fault, file));
  const more = read.faults.length - told.length;
  throw new CrowdRefusal(...told, ...(more > 0 ? [{ code: 'case-more', values: { file, more } } as const] : []));
}

/** Longer a value of a file says no more. */
const MOST_LETTERS = 60;

function problemOf({ rule, asked, limit, ...fault }: CaseFault, file: string): CrowdProblem {
  const place = `${file}: ${fault.place}`;
  const got = shapeOf(fault.got);
  if (fault.got === 'undefined') return { code: 'case-missing', values: { place } };
  if (asked === 'never') return { code: 'case-unknown', values: { place } };
  switch (rule) {
    case 'number':
    case 'min_value':
    case 'max_value': {
      const [least, most] = asked.split(' to ');
      return { code: 'case-range', values: { place, least, most, got } };
    }
    case 'integer':
      return { code: 'case-whole', values: { place, got } };
    case 'min_length':
      return { code: 'case-few', values: { place, least: limit ?? asked, got } };
    case 'max_length':
      return { code: 'case-many', values: { place, most: limit ?? asked, got } };
    case 'regex':
      return { code: 'case-id', values: { place, got } };
    case 'string':
      return { code: 'case-text', values: { place, got } };
    case 'boolean':
      return { code: 'case-flag', values: { place, got } };
    case 'array':
    case 'strict_tuple':
      return { code: 'case-list', values: { place, got } };
    default:
      return asked === 'Object'
        ? { code: 'case-object', values: { place, got } }
        : {
            code: 'case-word',
            values: { place, allowed: asked.replace(/[()]/g, '').replace(/ (\||or) /g, ', '), got },
          };
  }
}

function shapeOf(got: string): string {
  if (got === 'Object') return '{…}';
  if (got === 'Array') return '[…]';
  return got.length > MOST_LETTERS ? `${got.slice(0, MOST_LETTERS)}…` : got;
}
