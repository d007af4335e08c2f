import { AROUND_THE_CLOCK } from '../../model/schedule/calendar.ts';
import { NO_LAG, plainActivity, plainSchedule, type ThreePoint } from '../../model/schedule/schedule.ts';
import { compileNetwork } from '../../workers/construction/network.ts';
import { percentile, type RiskResult, type Shape, simulate } from '../../workers/construction/risk.ts';
import { atMost, exactly, type ValidationCase } from './verdict.ts';

/** So that chance keeps the standard deviation within .22 % (one sigma) of what is analytic. */
const RUNS = 100_000;
const DAY = 1440;

/** Chains side by side, each of equal activities one after the other, on the clock. */
function chains(count: number, length: number, estimate: ThreePoint, shape: Shape): RiskResult {
  const schedule = plainSchedule('chains', 0, {
    calendars: [AROUND_THE_CLOCK],
    activities: Array.from({ length: count * length }, (_, i) =>
      plainActivity(`${i}`, estimate.likelyMin, { estimate }),
    ),
    links: Array.from({ length: count * length }, (_, i) => ({
      from: i - 1,
      to: i,
      kind: 'FS' as const,
      lag: NO_LAG,
    })).filter(({ to }) => to % length > 0),
  });
  const compiled = compileNetwork(schedule);
  if (compiled.status === 'cyclic') throw new Error(compiled.why.text.en);
  return simulate(schedule, compiled.network, { runs: RUNS, seed: 1, shape });
}

const offPct = (got: number, analytic: number) => 100 * Math.abs(got / analytic - 1);

export const RISK: ValidationCase = {
  name: 'construction.monteCarlo',
  quick: true,
  run: async () => {
    const estimate = { lowMin: 4 * DAY, likelyMin: 5 * DAY, highMin: 9 * DAY };
    const triangular = chains(1, 30, estimate, 'triangular');
    const [mean, sd] = [30 * 6 * DAY, Math.sqrt((30 * (16 + 25 + 81 - 20 - 36 - 45)) / 18) * DAY];
    const pert = chains(1, 30, estimate, 'pert');
    const [pertMean, pertSd] = [(30 * (4 + 20 + 9) * DAY) / 6, Math.sqrt((30 * (33 / 6 - 4) * (9 - 33 / 6)) / 7) * DAY];
    const two = chains(2, 30, estimate, 'triangular');
    const again = chains(2, 30, estimate, 'triangular');
    return [
      atMost('construction.monteCarlo.triangular.meanPct', offPct(triangular.meanMin, mean), 0.1),
      atMost('construction.monteCarlo.triangular.sdPct', offPct(triangular.sdMin, sd), 1),
      atMost('construction.monteCarlo.pert.meanPct', offPct(pert.meanMin, pertMean), 0.1),
      atMost('construction.monteCarlo.pert.sdPct', offPct(pert.sdMin, pertSd), 1),
      // Clark 1961: the mean of the greater of two equal independent normals is μ + σ/√π.
      atMost('construction.monteCarlo.merge.meanPct', offPct(two.meanMin, mean + sd / Math.sqrt(Math.PI)), 0.1),
      atMost('construction.monteCarlo.merge.biasPct', offPct(two.meanMin - mean, sd / Math.sqrt(Math.PI)), 2),
      // Of a normal: the 80th percentile stands .8416 σ above the mean.
      atMost('construction.monteCarlo.p80Pct', offPct(percentile(triangular, 80), mean + 0.8416 * sd), 0.1),
      atMost('construction.monteCarlo.criticalityOff', Math.abs(two.criticality[0] - 0.5), 0.01),
      exactly(
        'construction.monteCarlo.sameSeedDiffers',
        two.finishMin.findIndex((min, i) => min !== again.finishMin[i]),
        -1,
      ),
    ];
  },
};
