import { useMemo } from 'react';
import { S_PER_MIN } from '../../../../model/time.ts';
import type { TrackPath } from '../../../../workers/street-traffic/engine-types.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice, Switch } from '../../../kit/controls.tsx';
import { formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { InferredFact } from '../../../kit/inferred-fact.tsx';
import { useWords } from '../../../kit/words.ts';
import { NO_ANALYSIS } from '../../../twin/analyses.ts';
import { streetTrafficController, TRACKS } from '../controller.ts';
import { headwayOf, TrackMoments } from '../track-moment.ts';

/** Trains and boats: whether they are shown, how many there are now, by which headway; a city without lines says which file is missing. */
export function TracksPart() {
  const { t } = useWords();
  const { twin } = useApp();
  const isShown = useTwin((state) => state.tracksShown);
  const state = useTwin(({ analyses }) => analyses[TRACKS] ?? NO_ANALYSIS);
  if (!twin.city.facts?.tracks)
    return (
      <>
        <h3>{t('tracks.title')}</h3>
        <p className="note">{t('tracks.none')}</p>
      </>
    );
  return (
    <>
      <h3>{t('tracks.title')}</h3>
      <div className="field">
        <span>{t('tracks.show')}</span>
        <Switch label={t('tracks.show')} on={isShown} onChange={(on) => twin.getState().showTracks(on)} />
      </div>
      {isShown && state.kind === 'running' && <p className="note">{t('tracks.loading')}</p>}
      {state.kind === 'failed' && <ErrorNotice what={t('tracks.failed')} reason={state.reason} />}
      {isShown && state.kind === 'done' && <TrackFigures />}
      <p className="note">
        <span className="tag run">{t('traffic.drawn')}</span> {t('tracks.note')}
      </p>
      {isShown && <InferredFact fact="tracks" />}
    </>
  );
}

/** Lines that are listed one by one at most. */
const MAX_LISTED = 12;

/** What runs now, and each line's headway with its source. */
function TrackFigures() {
  const { t } = useWords();
  const { twin } = useApp();
  const tracks = useController(streetTrafficController).tracks();
  const moments = useMemo(() => (tracks ? new TrackMoments(tracks, twin.city.zone) : null), [tracks, twin]);
  const trains = useTwin(({ shownTimeMs }) => moments?.counts(shownTimeMs).trains ?? 0);
  const boats = useTwin(({ shownTimeMs }) => moments?.counts(shownTimeMs).boats ?? 0);
  if (!tracks) return null;
  const more = tracks.lines.length - MAX_LISTED;
  return (
    <>
      <dl className="facts">
        <dt>{t('tracks.trains')}</dt>
        <dd>
          {formatNumber(trains)}
          {THIN_SPACE}
          {t('tracks.trainUnit')}
        </dd>
        <dt>{t('tracks.boats')}</dt>
        <dd>
          {formatNumber(boats)}
          {THIN_SPACE}
          {t('tracks.boatUnit')}
        </dd>
        {tracks.lines.slice(0, MAX_LISTED).map((line) => (
          <TrackRow key={line.id} line={line} />
        ))}
      </dl>
      {more > 0 && <p className="note">{t('tracks.more', { count: more })}</p>}
    </>
  );
}

function TrackRow({ line }: { line: TrackPath }) {
  const { t, of } = useWords();
  const { assumed, departuresS, kind, name } = line;
  const others = assumed.flatMap((what) => (what === 'headway' ? [] : [t(`tracks.assumed.${what}`)]));
  const isAssumed = assumed.includes('headway');
  return (
    <>
      <dt>
        {of(name) && `${of(name)} · `}
        {t(`tracks.kind.${kind}`)}
      </dt>
      <dd>
        {departuresS ? t('tracks.timetable') : t('tracks.headway', { minutes: minutesOf(headwayOf(line)) })}
        {!departuresS && (
          <>
            {' '}
            <span className={isAssumed ? 'tag unsure' : 'tag'}>
              {t(isAssumed ? 'tracks.assumedHeadway' : 'tracks.toldHeadway')}
            </span>
          </>
        )}
        {others.length > 0 && <small> {t('tracks.notTold', { what: others.join(' · ') })}</small>}
      </dd>
    </>
  );
}

/** `4 min`, `7.5 min`. */
const minutesOf = (seconds: number): string =>
  `${formatNumber(seconds / S_PER_MIN, seconds % S_PER_MIN === 0 ? 0 : 1)}${THIN_SPACE}min`;
