import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { RuleMark } from '../../../kit/rule-mark.tsx';
import { useWords } from '../../../kit/words.ts';
import { buildController } from '../controller.ts';
import { TaskState } from './task.tsx';

/** Homes that lose the least hours of sun to what is built: shown with their hours, no verdict of law. */
export function ShadePart() {
  const { t, of } = useWords();
  const { view } = useApp();
  const { build } = useController(buildController);
  const { review } = build;
  const task = useTwin((state) => state.shade);
  const focus = useTwin((state) => state.shadeFocus);
  const answer = task.kind === 'done' ? review.shade() : null;
  const show = (at: number) => {
    void review.showGroup(null);
    const home = review.showShade(focus === at ? null : at);
    if (home) view.flyToPlace(home.place);
  };
  return (
    <>
      <TaskState task={task} label={t('shade.checking')} onStop={review.stopShade} />
      {answer && (
        <>
          <p className="review-note">
            {t('shade.looked', {
              homes: formatNumber(answer.buildings),
              lost: formatNumber(answer.losers.length),
              rule: of(answer.rules.label),
            })}{' '}
            <RuleMark standing={{ kind: answer.rules.verified ? 'stated' : 'unconfirmed' }} />
          </p>
          <ul className="findings">
            {answer.losers.map(({ id, name, lost, judged, worst }, at) => (
              <li key={id}>
                <button type="button" aria-pressed={focus === at} title={t('shade.show')} onClick={() => show(at)}>
                  <span className="severity unsure" aria-hidden="true" />
                  <span className="what">
                    <b>{t('shade.title')}</b>
                    <span>
                      {of(name)} <span className="mono">{id}</span>
                    </span>
                    <span>{t('shade.windows', { lost: formatNumber(lost), judged: formatNumber(judged) })}</span>
                    <span>{t('shade.storey', { storey: worst.storey + 1 })}</span>
                  </span>
                  <span className="how">
                    <b>
                      {formatNumber(worst.beforeMin / 60, 2)} → {formatNumber(worst.afterMin / 60, 2)} h
                    </b>
                    <span>{t('space.limit', { limit: `${formatNumber(answer.rules.minMinutes / 60, 2)} h` })}</span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
