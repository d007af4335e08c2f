import { useController, useTwin } from '../../../kit/app-context.tsx';
import { ClassLegend } from '../../../kit/class-legend.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { changeColours, levelColours, rangeText } from '../colours.ts';
import { NOISE_MAP, noiseController } from '../controller.ts';

/** What the colours mean. */
export function NoiseLegend() {
  const { t } = useWords();
  useTwin((state) => doneSerial(state, NOISE_MAP));
  const shows = useTwin(({ noiseForm }) => noiseForm.shows);
  const result = useController(noiseController).result();
  if (!result) return null;
  const isChange = result.raster.changeDb !== null && shows === 'change';
  const colours = isChange ? changeColours() : levelColours();
  return (
    <ClassLegend
      title={isChange ? t('noise.legendChange') : t('noise.legend', { period: t(`noise.${result.request.period}`) })}
      entries={colours.map(({ token, ...range }) => ({ token, label: rangeText(range) }))}
    />
  );
}
