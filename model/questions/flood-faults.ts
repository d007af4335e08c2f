import { type Message, messageTable } from '../text/message.ts';
import type { DemGround, FloodQuestion, FloodScenario } from './flood.ts';

const floodQuestionMessage = messageTable({
  'series-lengths': {
    zh: '{file}：{place}：值与时刻的个数应相同，现为 {values} 个值、{times} 个时刻',
    en: '{file}: {place}: expected as many values as times, got {values} and {times}',
  },
  'series-order': {
    zh: '{file}：{place}：应大于前一个 {before}，现为 {got}',
    en: '{file}: {place}: expected more than {before}, got {got}',
  },
  friction: {
    zh: '{file}：ground：manningN 与 chezyC 应给出其中一个，现为{got}',
    en: '{file}: ground: expected either manningN or chezyC, got {got}',
  },
  'pump-switch': {
    zh: '{file}：{place}：启泵水位不应低于停泵水位 {stopM} m，现为 {got} m',
    en: '{file}: {place}: expected stopM ({stopM} m) or more, got {got}',
  },
  'fast-only': {
    zh: '{file}：{place}：“fast” 格式没有这一项，请用 "second" 或 "first"',
    en: '{file}: {place}: expected "second" or "first" as scheme, for "fast" has not this, got "fast"',
  },
  'scheme-shock': {
    zh: '{file}：scheme：溃口会产生激波，“fast”格式算不出，应为 "second" 或 "first"',
    en: '{file}: scheme: expected "second" or "first", for a breach sends a shock that "fast" has not, got "fast"',
  },
});

/** A question of either form: of a case with its ground and edges, or of an open city. */
type AnyFlood = Pick<FloodScenario, 'works' | 'scheme' | 'breaches'> &
  Partial<Pick<FloodScenario, 'ground' | 'edges'>> & { rain: FloodScenario['rain'] | FloodQuestion['rain'] };

/** The first thing in a question that no field alone can tell to be wrong, or null. */
export function floodFault(question: AnyFlood, file: string): Message | null {
  return (
    seriesFault(question, file) ??
    schemeFault(question, file) ??
    frictionFault(question, file) ??
    pumpFault(question, file)
  );
}

function seriesFault(question: AnyFlood, file: string): Message | null {
  for (const { place, times, values } of seriesOf(question)) {
    if (times.length !== values.length)
      return floodQuestionMessage('series-lengths', { file, place, values: values.length, times: times.length });
    const at = times.findIndex((time, i) => i > 0 && time <= times[i - 1]);
    if (at > 0)
      return floodQuestionMessage('series-order', {
        file,
        place: `${place}.${at}`,
        before: times[at - 1],
        got: times[at],
      });
  }
  return null;
}

/** The fast scheme knows no shock of a breach, no Chezy, and no momentum that water in motion or a swift inflow could bring. */
function schemeFault({ scheme, breaches, ground, edges }: AnyFlood, file: string): Message | null {
  if (scheme !== 'fast') return null;
  if (breaches.length > 0) return floodQuestionMessage('scheme-shock', { file });
  if (ground?.kind === 'dem' && ground.chezyC !== undefined)
    return floodQuestionMessage('fast-only', { file, place: 'ground.chezyC' });
  if (ground?.kind === 'dem')
    for (const [i, water] of ground.water.entries()) {
      const moving = movingOf(water);
      if (moving) return floodQuestionMessage('fast-only', { file, place: `ground.water.${i}.${moving}` });
    }
  const swift = Object.entries(edges ?? {}).find(([, edge]) => edge?.kind === 'inflow' && edge.depthM !== undefined);
  return swift ? floodQuestionMessage('fast-only', { file, place: `edges.${swift[0]}.depthM` }) : null;
}

/** Returns what gives the water at the start a velocity, or null. */
function movingOf(water: DemGround['water'][number]): string | null {
  if (water.kind === 'level') return water.velocityMps?.some((mps) => mps !== 0) ? 'velocityMps' : null;
  return water.flowEast ? 'flowEast' : water.flowNorth ? 'flowNorth' : null;
}

function frictionFault({ ground }: AnyFlood, file: string): Message | null {
  if (ground?.kind !== 'dem' || (ground.manningN === undefined) !== (ground.chezyC === undefined)) return null;
  const got = ground.manningN === undefined ? { zh: '都没有', en: 'neither' } : { zh: '两个都有', en: 'both' };
  return floodQuestionMessage('friction', { file, got });
}

function pumpFault({ works }: AnyFlood, file: string): Message | null {
  for (const [i, work] of works.entries())
    if (work.kind === 'pump' && work.startM < work.stopM)
      return floodQuestionMessage('pump-switch', {
        file,
        place: `works.${i}.startM`,
        stopM: work.stopM,
        got: work.startM,
      });
  return null;
}

function seriesOf({ works, edges, rain }: AnyFlood): { place: string; times: number[]; values: number[] }[] {
  const found: { place: string; times: number[]; values: number[] }[] = [];
  for (const [i, work] of works.entries()) {
    const place = `works.${i}`;
    if (work.kind === 'rating')
      found.push({ place: `${place}.levelM`, times: work.levelM, values: work.dischargeM3ps });
    if (work.kind === 'inflow') found.push({ place: `${place}.dischargeM3ps.timesH`, ...timed(work.dischargeM3ps) });
    if (work.kind === 'gate') found.push({ place: `${place}.openRatio.timesH`, ...timed(work.openRatio) });
  }
  if (rain.kind === 'grids' && Array.isArray(rain.grids)) {
    const timesH = rain.grids.map(({ atH }) => atH);
    found.push({ place: 'rain.grids', times: timesH, values: timesH });
  }
  for (const [side, edge] of Object.entries(edges ?? {}))
    if (edge?.kind === 'stage' && typeof edge.levelM !== 'number')
      found.push({ place: `edges.${side}.levelM.timesH`, ...timed(edge.levelM) });
    else if (edge?.kind === 'inflow' && typeof edge.dischargeM2ps !== 'number')
      found.push({ place: `edges.${side}.dischargeM2ps.timesH`, ...timed(edge.dischargeM2ps) });
  return found;
}

const timed = ({ timesH, values }: { timesH: number[]; values: number[] }) => ({ times: timesH, values });
