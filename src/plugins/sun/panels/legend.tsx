import { useController, useTwin } from '../../../kit/app-context.tsx';
import { ClassLegend } from '../../../kit/class-legend.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { sunController } from '../controller.ts';
import { LOST_TOKEN, sunClasses } from '../facade-quads.ts';

/** What the panels on walls mean: hours by class, the rule's least at the middle edge. */
export function SunLegend() {
  const { t, of } = useWords();
  const sun = useController(sunController);
  const phase = useTwin((state) => state.sunFacades);
  const result = sun.result();
  if (!result || phase === null) return null;
  const { rules } = result;
  const classes = sunClasses(rules);
  return (
    <section className="class-legend sun-legend" aria-label={t('sun.hours')}>
      <p className="note">
        <b>{t(phase === 'before' ? 'sun.legendBefore' : 'sun.legendAfter')}</b> · {of(rules.label)}
      </p>
      <ul>
        {classes.map(({ token }, i) => (
          <li key={token}>
            <i style={{ background: `var(--${token})` }} aria-hidden="true" />
            {classText(t, classes, i)}
          </li>
        ))}
        {phase === 'after' && (
          <li>
            <i className="frame" style={{ borderColor: `var(--${LOST_TOKEN})` }} aria-hidden="true" />
            {t('sun.lostFrame')}
          </li>
        )}
      </ul>
    </section>
  );
}

/** What the colours on the ground mean: the same classes. */
export function SunGroundLegend() {
  const { t, of } = useWords();
  const phase = useTwin((state) => state.sunGroundShown);
  useTwin((state) => state.sunGround);
  const ground = useController(sunController).ground();
  if (!ground || phase === null) return null;
  const classes = sunClasses(ground.rules);
  const entries = classes.map(({ token }, i) => ({ token, label: classText(t, classes, i) }));
  const title = t(phase === 'before' ? 'sun.groundBefore' : 'sun.groundAfter');
  return <ClassLegend title={`${title} · ${of(ground.rules.label)}`} entries={entries} />;
}

/** From so many hours to those of the next class. */
export function classText(
  t: ReturnType<typeof useWords>['t'],
  classes: ReturnType<typeof sunClasses>,
  i: number,
): string {
  const from = hours(classes[i].fromH);
  return i < classes.length - 1 ? `${from}–${hours(classes[i + 1].fromH)}` : t('sun.hoursMore', { from });
}

const hours = (value: number): string => formatNumber(value, Number.isInteger(value) ? 0 : 1);
