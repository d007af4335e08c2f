import type { CraneRule } from '../../../../model/questions/construction-space.ts';
import { craneRuleInForce } from '../../../../model/rules/city-rules.ts';
import { csvOfObjects } from '../../../../model/tables/csv-cell.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { EmptyState } from '../../../kit/controls.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { saveCsv, saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { buildController } from '../controller.ts';
import { groupAmount, groupNames, groupSpan } from '../group-text.ts';
import { ShadePart } from './shade.tsx';
import { showClash } from './show-clash.ts';
import { TaskHead } from './task.tsx';

/** Longer lists than this are the model itself. */
const MAX_SHOWN = 80;

/** What meets what on the site, in space and time: checked in the worker, listed by group. */
export function SpacePart() {
  const { t } = useWords();
  const { build } = useController(buildController);
  const task = useTwin((state) => state.space);
  const canCheck = useTwin((state) => state.hasCase || state.model.kind === 'open');
  const answer = task.kind === 'done' ? build.review.space() : null;
  return (
    <div className="review-part">
      <TaskHead
        {...{ task, label: t('space.checking'), first: t('space.check'), again: t('space.again') }}
        isAnswered={answer !== null}
        isDisabled={!canCheck}
        onRequest={() => void build.review.checkSpace()}
        onStop={build.review.stop}
      >
        <Exports />
      </TaskHead>
      {!canCheck && <EmptyState icon="crane">{t('space.nothingToCheck')}</EmptyState>}
      {answer && <Groups />}
      <ShadePart />
    </div>
  );
}

function Exports() {
  const { t } = useWords();
  const { build } = useController(buildController);
  const { review } = build;
  const rows = () => review.space()?.rows ?? [];
  const bcf = async (version: '2.1' | '3.0') =>
    saveFile(`space-${version}.bcf`, 'application/octet-stream', (await review.writeBcf(version)) as BlobPart);
  return (
    <>
      <button type="button" className="btn small" onClick={() => void bcf('2.1')}>
        {'BCF 2.1'}
      </button>
      <button type="button" className="btn small" onClick={() => void bcf('3.0')}>
        {'3.0'}
      </button>
      <button
        type="button"
        className="btn small"
        title={t('run.csv')}
        onClick={() => saveCsv('space', csvOfObjects(rows(), '\r\n'))}
      >
        {'CSV'}
      </button>
      <button
        type="button"
        className="btn small"
        title={t('space.json')}
        onClick={() => saveFile('space.json', 'application/json', JSON.stringify(rows(), null, 2))}
      >
        {'JSON'}
      </button>
    </>
  );
}

function Groups() {
  const { t, of, language } = useWords();
  const app = useApp();
  const { build } = useController(buildController);
  const focus = useTwin((state) => state.spaceFocus);
  const place = useTwin((state) => state.spacePlace);
  const answer = build.review.space();
  if (!answer) return null;
  const { groups, figures } = answer;
  const showPlace = (at: number | null, which?: number) => showClash(app, build.review, at, which);
  const show = (at: number) => showPlace(focus === at ? null : at);
  return (
    <>
      <p className="review-note">
        {t('space.looked', { bodies: formatNumber(figures.bodies), cranes: figures.cranes, rules: figures.rules })}
      </p>
      {figures.cranes > 0 && <CraneNumbers used={answer.craneRule} />}
      {groups.length === 0 && <EmptyState icon="check">{t('build.nothingFound')}</EmptyState>}
      <ul className="findings">
        {groups.slice(0, MAX_SHOWN).map((group, at) => (
          <li key={`${group.rule} ${group.fromDay} ${group.elements.join()}`}>
            <button type="button" aria-pressed={focus === at} title={t('space.show')} onClick={() => void show(at)}>
              <span className={`severity ${group.verdict}`} aria-hidden="true" />
              <span className="what">
                <b>{of(group.title)}</b>
                <span>{groupNames(group, language)}</span>
                <span>
                  {groupSpan(group, { t, language })}
                  {group.count > 1 && ` · ${t('space.places', { count: group.count })}`}
                </span>
                {group.clause !== '' && <span>{group.clause}</span>}
              </span>
              <span className="how">
                <b>{groupAmount(group.value, group.unit, t('space.day'))}</b>
                {group.verdict === 'allowed' ? (
                  <span className="tag ok">{t('space.allowed')}</span>
                ) : (
                  <span>{t('space.limit', { limit: groupAmount(group.limit, group.unit, t('space.day')) })}</span>
                )}
                {group.verdict === 'unsure' && <span className="tag unsure">{t('build.unsure')}</span>}
              </span>
            </button>
            {focus === at && group.places.length > 1 && (
              <Places count={group.places.length} at={place} onShow={(which) => void showPlace(at, which)} />
            )}
          </li>
        ))}
        {groups.length > MAX_SHOWN && <li className="note">{t('build.more', { count: groups.length - MAX_SHOWN })}</li>}
      </ul>
    </>
  );
}

/** The distances that cranes were held against, and whether the city has others by now. */
function CraneNumbers({ used }: { used: CraneRule }) {
  const { t } = useWords();
  const records = useTwin((state) => state.ruleRecords);
  const now = craneRuleInForce(records);
  const isStale =
    now.tipToMastM !== used.tipToMastM ||
    now.betweenJibsM !== used.betweenJibsM ||
    now.isConfirmed !== used.isConfirmed;
  return (
    <>
      <p className="review-note">
        {t('space.craneNumbers', { tip: formatNumber(used.tipToMastM, 1), height: formatNumber(used.betweenJibsM, 1) })}
      </p>
      {isStale && (
        <p className="note warn" role="status">
          {t('space.craneStale')}
        </p>
      )}
    </>
  );
}

/** One place of several after the other. */
function Places({ count, at, onShow }: { count: number; at: number; onShow: (which: number) => void }) {
  const { t } = useWords();
  return (
    <p className="row-head place-steps">
      <span>{t('space.placeOf', { at: at + 1, count })}</span>
      <span className="space" />
      <button type="button" className="btn small" disabled={at === 0} onClick={() => onShow(at - 1)}>
        {t('space.before')}
      </button>
      <button type="button" className="btn small" disabled={at === count - 1} onClick={() => onShow(at + 1)}>
        {t('space.next')}
      </button>
    </p>
  );
}
