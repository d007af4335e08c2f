import { atHomeRatio, DAYS } from '../../../../model/city/population.ts';
import { FilledPct, Homes as HomesFields, Stand } from '../../../../model/questions/crowd.ts';
import { boundsOf } from '../../../../model/questions/field.ts';
import { MIN_PER_H } from '../../../../model/time.ts';
import { useApp, useOffered, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { Segmented, Slider, Switch } from '../../../kit/controls.tsx';
import { FieldControl } from '../../../kit/fields/fields.tsx';
import { FormSection, NumberField } from '../../../kit/form-fields.tsx';
import { formatNumber, formatTotal, THIN_SPACE } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import { useWords } from '../../../kit/words.ts';
import { LIVE_FEED } from '../../../twin/live/live-feed.ts';
import { peopleAtHome } from '../crowd-case.ts';
import { countsOn } from '../crowd-counted.ts';
import { nameOf } from '../crowd-names.ts';
import type { CrowdForm, CrowdHomes, CrowdStand, HomesOption, StandOption } from '../slice.ts';

/** As often as the counters of a platform speak. */
const COUNTED_EVERY_MS = 10_000;
const STAND_KINDS = ['seats', 'platform'] as const;

/** As full as somebody says, all of a kind together; or each by a number of its own. */
export function Stands({ form, stands }: { form: CrowdForm; stands: readonly StandOption[] }) {
  const { t, of, language } = useWords();
  const { twin } = useApp();
  const peopleOn = (id: string) => form.stands.find((stand) => stand.id === id)?.people ?? 0;
  const fill = (numbers: readonly CrowdStand[]) =>
    twin.getState().changeCrowd({
      stands: [
        ...form.stands.filter(({ id }) => numbers.every((each) => each.id !== id)),
        ...numbers.filter(({ people }) => people > 0),
      ],
    });
  return (
    <FormSection title={t('crowd.stands')}>
      {STAND_KINDS.map((kind) => {
        const own = stands.filter((stand) => stand.kind === kind);
        if (own.length === 0) return null;
        const people = own.reduce((sum, { id }) => sum + peopleOn(id), 0);
        const places = own.reduce((sum, stand) => sum + stand.places, 0);
        return (
          <div key={kind}>
            <Slider
              label={t(`crowd.standKinds.${kind}`)}
              {...boundsOf(FilledPct)}
              value={Math.round((100 * people) / places)}
              text={`${formatNumber((100 * people) / places)}${THIN_SPACE}%`}
              onChange={(pct) =>
                fill(own.map((stand) => ({ id: stand.id, people: Math.round((stand.places * pct) / 100) })))
              }
            />
            <p className="note">
              {t('crowd.standing', { people: formatTotal(people, language), places: formatTotal(places, language) })}
            </p>
            {kind === 'platform' && <Counters form={form} platforms={own} onTake={fill} />}
            <details>
              <summary className="note">{t('crowd.each')}</summary>
              {own.map((stand) => (
                <NumberField
                  key={stand.id}
                  label={nameOf(stand, own, of)}
                  {...boundsOf(Stand.entries.people)}
                  unit={`/${THIN_SPACE}${formatNumber(stand.places)}`}
                  value={peopleOn(stand.id)}
                  max={stand.places}
                  onChange={(number) => fill([{ id: stand.id, people: Math.round(number) }])}
                />
              ))}
            </details>
          </div>
        );
      })}
      <p className="note">{t('crowd.standRule')}</p>
    </FormSection>
  );
}

/** Platforms that have counters of people/m²: what these say now can be taken, with its time; who is silent is named. */
function Counters({
  form,
  platforms,
  onTake,
}: {
  form: CrowdForm;
  platforms: readonly StandOption[];
  onTake: (numbers: readonly CrowdStand[]) => void;
}) {
  const { t, of, language } = useWords();
  const { twin } = useApp();
  const feeds = useOffered(LIVE_FEED);
  const nowMs = useTwin((state) => Math.floor(state.feedMs / COUNTED_EVERY_MS) * COUNTED_EVERY_MS);
  const isFeedConnected = useTwin((state) => state.feed.kind === 'live' || state.feed.kind === 'cut');
  const live = isFeedConnected && feeds ? feeds.live() : null;
  const timeOf = (timeMs: number) => formatTime(cityTime(timeMs, twin.city.zone), true);
  return platforms.map((platform) => {
    const name = nameOf(platform, platforms, of);
    const countedMs = form.stands.find(({ id }) => id === platform.id)?.countedMs;
    const counted = live && countsOn(platform, live, nowMs);
    return (
      <div key={platform.id}>
        {countedMs !== undefined && (
          <p className="note">{t('crowd.counted.taken', { name, time: timeOf(countedMs) })}</p>
        )}
        {counted && counted.people !== null && (
          <>
            <p className="note">
              {t('crowd.counted.says', {
                name,
                time: timeOf(counted.timeMs),
                amount: counted.samples,
                density: formatNumber(counted.perM2, 2),
                people: formatTotal(counted.people, language),
              })}
            </p>
            <div className="actions">
              <button
                type="button"
                className="btn small"
                onClick={() => onTake([{ id: platform.id, people: counted.people ?? 0, countedMs: counted.timeMs }])}
              >
                <Icon name="check" />
                {t('crowd.counted.take')}
              </button>
            </div>
          </>
        )}
        {counted && counted.silent.length > 0 && (
          <p className="note">{t('crowd.counted.silent', { name, ids: counted.silent.join(', ') })}</p>
        )}
      </div>
    );
  });
}

/** The hour is chosen in halves. */
const HALF_H_MS = 1_800_000;

const hourText = (hour: number): string =>
  formatTime({ hour: Math.floor(hour), minute: (hour % 1) * MIN_PER_H, second: 0 });

/** People in the box's houses: as many as live there, times the share that is at home at an hour of the week. */
export function Homes({ form: { homes }, offered }: { form: CrowdForm; offered: HomesOption }) {
  const { t } = useWords();
  const { twin } = useApp();
  const shownMs = useTwin((state) => Math.floor(state.shownTimeMs / HALF_H_MS) * HALF_H_MS);
  const change = (next: CrowdHomes | null) => twin.getState().changeCrowd({ homes: next });
  const { hour, minute, weekday } = cityTime(shownMs, twin.city.zone);
  const shown: CrowdHomes = {
    day: weekday === 0 || weekday === 6 ? 'weekend' : 'weekday',
    hour: hour + (minute >= MIN_PER_H / 2 ? 0.5 : 0),
  };
  const label = t('crowd.homes.on');
  return (
    <FormSection title={t('crowd.homes.title')}>
      <div className="field">
        <span>{label}</span>
        <Switch label={label} on={homes !== null} onChange={(on) => change(on ? shown : null)} />
      </div>
      {homes && (
        <>
          <Segmented
            small
            label={t('crowd.homes.day')}
            value={homes.day}
            options={DAYS.map((value) => ({ value, label: t(`crowd.homes.days.${value}`) }))}
            onChange={(day) => change({ ...homes, day })}
          />
          <FieldControl
            of={HomesFields.entries.hour}
            value={homes.hour}
            known={{ textOf: hourText }}
            onChange={(next) => change({ ...homes, hour: next })}
          />
          {(shown.day !== homes.day || shown.hour !== homes.hour) && (
            <div className="actions">
              <button type="button" className="btn small" onClick={() => change(shown)}>
                <Icon name="check" />
                {t('crowd.homes.asShown', { day: t(`crowd.homes.days.${shown.day}`), time: hourText(shown.hour) })}
              </button>
            </div>
          )}
          <HomesSum homes={homes} offered={offered} />
          <p className="note">{t('crowd.homes.rule')}</p>
        </>
      )}
    </FormSection>
  );
}

/** How many live in the box's houses, and how many of them are at home at that hour. */
function HomesSum({ homes, offered }: { homes: CrowdHomes; offered: HomesOption }) {
  const { t, language } = useWords();
  const residents = offered.houses.reduce((sum, house) => sum + house.residents, 0);
  const people = peopleAtHome(homes, offered).reduce((sum, house) => sum + house.people, 0);
  return (
    <p className="note">
      {t('crowd.homes.says', {
        houses: formatTotal(offered.houses.length, language),
        residents: formatTotal(residents, language),
        percent: formatNumber(100 * atHomeRatio(offered.atHome, homes.day, homes.hour)),
        people: formatTotal(people, language),
      })}
    </p>
  );
}
