import { useEffect } from 'react';
import type { SunFan } from '../../../../workers/sun/engine-types.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { ClassLegend } from '../../../kit/class-legend.tsx';
import { ErrorNotice, IconButton, Segmented } from '../../../kit/controls.tsx';
import { PickField } from '../../../kit/form-fields.tsx';
import { formatNumber, NO_VALUE_MARK } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { pickingOf } from '../../../twin/pick.ts';
import { SUN_PICKER, type SunFanForm, sunController } from '../controller.ts';
import { hourText, litRays, REACH_TOKENS } from '../fan-rays.ts';
import { SchemeNote } from './with-scheme.tsx';

/** What is drawn; it is drawn anew with each fan. */
function useFan() {
  const sun = useController(sunController);
  useTwin(({ sunFan }) => sunFan);
  return sun.fan();
}

/** The number of a storey, which draws the sun's rays to its darkest window. */
export function StoreyFan({ building, storey }: { building: number; storey: number }) {
  const { t } = useWords();
  const sun = useController(sunController);
  const shown = useFan();
  const isOn = shown?.window?.building === building && shown.window.storey === storey;
  const of = isOn ? null : { building, storey };
  return (
    <button
      type="button"
      className="link"
      aria-pressed={isOn}
      title={t('sun.fanOf', { storey: storey + 1 })}
      onClick={() => void sun.showFan(of)}
    >
      {storey + 1}
    </button>
  );
}

/** From when to when, and how many rays come through: by true solar time, which rules go by, and by the clock. */
function useRayFacts() {
  const { twin } = useApp();
  const phase = useTwin(({ sunFanPhase }) => sunFanPhase);
  const clock = (ms: number | undefined) =>
    ms === undefined ? NO_VALUE_MARK : formatTime(cityTime(ms, twin.city.zone));
  const solar = (hour: number | undefined) => (hour === undefined ? NO_VALUE_MARK : hourText(hour));
  return (fan: SunFan) => ({
    lit: formatNumber(litRays(fan, phase)),
    rays: formatNumber(fan.rays.length),
    from: solar(fan.rays.at(0)?.solarHour),
    to: solar(fan.rays.at(-1)?.solarHour),
    fromClock: clock(fan.rays.at(0)?.atMs),
    toClock: clock(fan.rays.at(-1)?.atMs),
  });
}

/** Shows which window the fan is of, and how many of its rays come through. */
export function FanFacts({ building }: { building: number }) {
  const { t } = useWords();
  const sun = useController(sunController);
  const shown = useFan();
  const factsOf = useRayFacts();
  if (!shown?.window) return <p className="note">{t('sun.fanHint')}</p>;
  if (shown.window.building !== building) return null;
  return (
    <p className="note row-head" role="status">
      <span>{t('sun.fanFacts', { storey: shown.window.storey + 1, ...factsOf(shown.fan) })}</span>
      <span className="space" />
      <IconButton icon="x" label={t('sun.fanOff')} onClick={() => void sun.showFan(null)} />
    </p>
  );
}

/** The fan of any point of the ground, a roof or a façade: clicked, today and with what is planned. */
export function PointFan({ form }: { form: SunFanForm }) {
  const { t } = useWords();
  const sun = useController(sunController);
  const picking = useTwin((state) => pickingOf(state, SUN_PICKER));
  const failure = useTwin(({ sunFanFailure }) => sunFanFailure);
  const formText = JSON.stringify(form);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked is all of the form
  useEffect(() => sun.askFanAgain(form), [formText]);
  return (
    <section className="sun-fan" aria-label={t('sun.fan')}>
      <h3>{t('sun.fan')}</h3>
      <PickField
        icon="pin"
        label={t('sun.fanPick')}
        hint={t('sun.fanPickHint')}
        isPicking={picking !== null}
        onPick={(on) => sun.pickFan(on ? form : null)}
      />
      {failure && <ErrorNotice what={t('sun.fanFailed')} reason={failure} />}
      <PointFacts form={form} />
    </section>
  );
}

function PointFacts({ form }: { form: SunFanForm }) {
  const { t } = useWords();
  const sun = useController(sunController);
  const phase = useTwin(({ sunFanPhase }) => sunFanPhase);
  const shown = useFan();
  const factsOf = useRayFacts();
  if (!shown || shown.window) return null;
  const { fan, hasScheme, scheme } = shown;
  const { surface, liftedM, rays } = fan;
  const minutes = (of: 'before' | 'after') => formatNumber(rays.filter((ray) => ray[of] === 'lit').length);
  return (
    <>
      <p className="note row-head" role="status" data-fan-on={surface}>
        <span>
          <b>{t(`sun.surface_${surface}`)}</b> {t('sun.pointFacts', factsOf(fan))}
        </span>
        <span className="space" />
        <IconButton icon="x" label={t('sun.fanOff')} onClick={() => void sun.showFan(null)} />
      </p>
      <SchemeNote scheme={scheme} onAgain={() => sun.askFanAgain(form)} />
      {hasScheme && (
        <p className="note">{t('sun.pointBoth', { before: minutes('before'), after: minutes('after') })}</p>
      )}
      {liftedM >= LIFTED_M && <p className="note">{t('sun.pointLifted', { lifted: formatNumber(liftedM, 1) })}</p>}
      {hasScheme && (
        <Segmented
          label={t('sun.fan')}
          value={phase}
          options={[
            { value: 'before', label: t('sun.colourBefore') },
            { value: 'after', label: t('sun.colourAfter') },
          ]}
          onChange={(value) => sun.colourFan(value)}
        />
      )}
    </>
  );
}

/** Less is the rounding of what is drawn. */
const LIFTED_M = 0.3;

const REACHES = ['lit', 'flat', 'shaded', 'behind'] as const;

/** What the colours of rays mean: those that there are. */
export function SunFanLegend() {
  const { t } = useWords();
  const phase = useTwin(({ sunFanPhase }) => sunFanPhase);
  const shown = useFan();
  if (!shown) return null;
  const met = REACHES.filter((reach) => shown.fan.rays.some((ray) => ray[phase] === reach));
  const entries = met.map((reach) => ({ token: REACH_TOKENS[reach], label: t(`sun.reach_${reach}`) }));
  const isAfter = shown.hasScheme && phase === 'after';
  return (
    <ClassLegend title={t(isAfter ? 'sun.fanAfter' : 'sun.fanBefore')} entries={entries}>
      <p className="note">{t('sun.fanHours')}</p>
    </ClassLegend>
  );
}
