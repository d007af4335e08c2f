import { useState } from 'react';
import { getDefault } from 'valibot';
import { GroundReachM } from '../../../../model/questions/sun-study.ts';
import { MIN_PER_H } from '../../../../model/time.ts';
import { Progress } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice, Segmented } from '../../../kit/controls.tsx';
import { FieldControl } from '../../../kit/fields/fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { type SunFanForm, sunController } from '../controller.ts';
import { sunClasses } from '../facade-quads.ts';
import { classText } from './legend.tsx';
import { SchemeNote } from './with-scheme.tsx';

/** Hours of sun on the ground around the chosen building, before and after. */
export function SunOnGround({ form }: { form: SunFanForm }) {
  const { t } = useWords();
  const { catalogue } = useApp();
  const sun = useController(sunController);
  const study = useTwin((state) => state.sunGround);
  const gid = useTwin((state) => state.selectedGid);
  const [reachM, setReach] = useState<number>(getDefault(GroundReachM));
  const found = useQuery(gid === null ? null : `sun ground ${gid}`, async () =>
    gid === null ? null : ((await catalogue.describe(gid))?.place ?? null),
  );
  const place = gid !== null && found.kind === 'answered' ? found.answer : null;
  return (
    <>
      <FieldControl of={GroundReachM} value={reachM} onChange={setReach} />
      {study.kind === 'running' ? (
        <Progress label={t('sun.ground')} doneRatio={study.doneRatio} onStop={() => sun.stop()} />
      ) : (
        <p className="form-actions">
          <button
            type="button"
            className="btn"
            disabled={!place}
            title={place ? undefined : t('sun.chooseFirst')}
            onClick={() => place && void sun.studyGround({ ...form, reachM, atM: [place.eastM, place.northM] })}
          >
            {t('sun.studyGround')}
          </button>
        </p>
      )}
      {study.kind === 'failed' && <ErrorNotice what={t('sun.studyFailed')} reason={study.reason} />}
      {study.kind === 'done' && <Areas />}
    </>
  );
}

/** Which hours lie on the picture, and how much open ground has how many. */
function Areas() {
  const { t } = useWords();
  const sun = useController(sunController);
  const phase = useTwin((state) => state.sunGroundShown);
  const ground = sun.ground();
  if (!ground) return null;
  const { rules, place, beforeMin, afterMin, hasScheme, hash } = ground;
  const classes = sunClasses(rules);
  const areaM2 = (minutes: Float32Array, i: number) => {
    const from = classes[i].fromH * MIN_PER_H;
    const to = (classes[i + 1]?.fromH ?? Number.POSITIVE_INFINITY) * MIN_PER_H;
    return minutes.reduce((sum, one) => sum + (one >= from && one < to ? place.cellM ** 2 : 0), 0);
  };
  return (
    <div className="sun-ground">
      <SchemeNote scheme={sun.reckoned('ground')} />
      <Segmented
        label={t('sun.ground')}
        value={phase ?? 'off'}
        options={[
          { value: 'off', label: t('sun.colourOff') },
          { value: 'before', label: t('sun.colourBefore') },
          ...(hasScheme ? [{ value: 'after' as const, label: t('sun.colourAfter') }] : []),
        ]}
        onChange={(value) => sun.showGround(value === 'off' ? null : value)}
      />
      <Table
        isFixed
        name="sun-ground"
        rows={classes}
        rowKey={({ token }) => token}
        columns={[
          { head: t('sun.hoursUnit'), cell: (_, i) => classText(t, classes, i) },
          { head: t('sun.areaBefore'), cell: (_, i) => formatNumber(areaM2(beforeMin, i)), align: 'end' },
          ...(hasScheme
            ? [
                {
                  head: t('sun.areaAfter'),
                  cell: (_: unknown, i: number) => formatNumber(areaM2(afterMin, i)),
                  align: 'end' as const,
                },
              ]
            : []),
        ]}
      />
      <p className="note">
        {t('sun.groundNote', { cell: formatNumber(place.cellM, 1), step: formatNumber(rules.stepMin) })}{' '}
        <span className="mono">{hash.slice(0, 12)}</span>
      </p>
    </div>
  );
}
