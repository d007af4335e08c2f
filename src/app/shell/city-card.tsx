import { useEffect, useState } from 'react';
import { useApp, usePanels } from '../../kit/app-context.tsx';
import { formatSourceDate } from '../../kit/city-time.ts';
import { Panel, Quantity } from '../../kit/controls.tsx';
import { formatNumber, formatTotal, M2_PER_KM2 } from '../../kit/format.ts';
import { Icon } from '../../kit/icons.tsx';
import { SlotPanels, useSlot } from '../../kit/slots.tsx';
import { useWords } from '../../kit/words.ts';
import { useWaitingSteps } from './waiting-steps.ts';

/** A card offers so many ways to begin. */
const MAX_SHOWN = 3;

/** The first card of a city: what is here, what is wrong now, and where one can begin. */
export function CityCard() {
  const { t, of, language } = useWords();
  const { twin } = useApp();
  const { city } = twin;
  const countOf = (layers: typeof city.layers) => layers.reduce((sum, { count }) => sum + count, 0);
  const buildings = countOf(city.layers.filter(({ kind }) => kind === 'building'));
  const [west, south, , east, north] = city.layers.reduce<readonly number[]>(
    (all, { boundsM: b }) => b.map((side, i) => (i < 3 ? Math.min(all[i], side) : Math.max(all[i], side))),
    city.layers[0]?.boundsM ?? [0, 0, 0, 0, 0, 0],
  );
  const dates = city.layers.flatMap(({ source }) => (source.date ? [source.date] : [])).sort();
  const newest = dates.at(-1);
  const figures = [
    ...(buildings > 0 ? [{ word: t('city.buildings'), value: formatTotal(buildings, language), unit: '' }] : []),
    { word: t('city.objects'), value: formatTotal(countOf(city.layers), language), unit: '' },
    { word: t('city.extent'), value: formatNumber(((east - west) * (north - south)) / M2_PER_KM2, 1), unit: 'km²' },
  ];
  return (
    <Panel title={of(city.name)} className="city-card" note={city.fictional ? t('app.fictional') : undefined}>
      <h3 className="minor">{t('city.here')}</h3>
      <dl className="city-figures">
        {figures.map(({ word, value, unit }) => (
          <div key={word}>
            <dd>
              <Quantity value={value} unit={unit} />
            </dd>
            <dt>{word}</dt>
          </div>
        ))}
      </dl>
      <p className="note city-note">
        {t('shell.layerCount', { count: city.layers.length })}
        {newest && ` · ${t('city.newest', { date: formatSourceDate(newest, language) })}`}
      </p>
      <WrongNow />
      <Invitations />
    </Panel>
  );
}

/** Steps of the desk that wait for somebody, the worst first. */
function WrongNow() {
  const { t, of } = useWords();
  const { twin, view } = useApp();
  const findings = useSlot('finding');
  // They are fetched once the picture has begun, which comes first.
  const [isDrawn, setDrawn] = useState(false);
  useEffect(() => view.follow(({ tiles }) => setDrawn((was) => was || tiles.count > 0)), [view]);
  // What a plug-in finds wrong says more than that its step is severe.
  const rows = useWaitingSteps().filter(({ state }) => findings.length === 0 || state.mark !== 'severe');
  return (
    <div className="city-wrong">
      <h3 className="minor">{t('city.wrong')}</h3>
      <ul className="city-rows">
        {isDrawn && <SlotPanels slot="finding" />}
        {rows.map(({ step, state }) => (
          <li key={step.id}>
            <button type="button" className={state.mark} onClick={() => twin.getState().setStep(step.id)}>
              <i aria-hidden="true" />
              <b>{of(step.label)}</b>
              <span>{of(step.why)}</span>
              <em>
                {state.figure} {state.word && of(state.word)}
              </em>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Invitations() {
  const { t } = useWords();
  const tools = useSlot('tool');
  const openTool = usePanels((state) => state.openTool);
  const invited = tools.filter(({ invites }) => invites === 'work').slice(0, MAX_SHOWN);
  const files = tools.find(({ invites }) => invites === 'files');
  return (
    <>
      <h3 className="minor">{t('city.start')}</h3>
      <ul className="city-rows">
        {invited.map(({ id, title, answers, icon }) => (
          <li key={id}>
            <button type="button" onClick={() => openTool(id)}>
              {icon && <Icon name={icon} />}
              <b>{title && t(title)}</b>
              <span>{answers && t(answers)}</span>
              <Icon name="chev" />
            </button>
          </li>
        ))}
      </ul>
      {files && (
        <p className="city-files">
          <button type="button" className="btn" onClick={() => openTool(files.id)}>
            <Icon name="file-add" />
            {t('city.addFiles')}
          </button>
          <span className="note">{t('city.dropFiles')}</span>
        </p>
      )}
    </>
  );
}
