import { useState } from 'react';
import { type Description, OWNER } from '../city/catalogue.ts';
import type { AttributeInfo, LayerInfo } from '../city/manifest.ts';
import { ActsOfObject } from './alarm-acts.tsx';
import { AlarmsOfObject } from './alarms.tsx';
import { attributesIn, keyAttributes, languageOf, nameOf, showValue } from './attribute-text.ts';
import { PlansSection } from './card-plans.tsx';
import { CasesOfObject } from './cases.tsx';
import { formatSourceDate } from './city-time.ts';
import { CommandSection } from './commands.tsx';
import { Failure, IconButton, Panel, Quantity, Skeleton, Tabs } from './controls.tsx';
import { useCopy } from './copy.ts';
import { formatNumber } from './format.ts';
import { Icon } from './icons.tsx';
import { InspectionSection } from './inspection.tsx';
import { usePanels } from './panels.ts';
import { NearbySection, OwnerLink, RelatedList } from './related.tsx';
import { SensorSection } from './sensors.tsx';
import { StateTag } from './state-tag.tsx';
import { useAsked, useSurroundings, useTwin } from './surroundings.tsx';
import { Why, WhyButton } from './why.tsx';
import { useWords } from './words.ts';

/** The selected object: who it is, its values, and whence they are. The same card on all desks. */
export function ObjectCard() {
  const { t } = useWords();
  const { twin, catalogue } = useSurroundings();
  const gid = useTwin((state) => state.selectedGid);
  const asked = useAsked(gid === null ? null : `describe ${gid}`, () => catalogue.describe(gid ?? 0));
  if (gid === null) return null;
  const close = () => twin.getState().select(null);
  if (asked.kind === 'answered' && asked.answer)
    return <DescribedCard key={gid} description={asked.answer} onClose={close} />;
  return (
    <Panel title={t('card.title')} className="card" onClose={close} closeLabel={t('card.close')}>
      {asked.kind === 'asking' && <Skeleton />}
      {asked.kind === 'failed' && <Failure what={t('card.failed')} reason={asked.reason} />}
      {asked.kind === 'answered' && <p className="vacant">{t('card.unknown', { gid })}</p>}
    </Panel>
  );
}

/** The first tab; the others are layers whose objects belong to this one, and a card without such has no tabs. */
const NOW = '';

export function DescribedCard({ description, onClose }: { description: Description; onClose: () => void }) {
  const { t, of, language } = useWords();
  const { twin, catalogue, globe } = useSurroundings();
  const copy = useCopy();
  const [asked, setAsked] = useState<AttributeInfo | null>(null);
  const [tab, setTab] = useState<string>(NOW);
  const related = useAsked(`related ${description.id}`, () => catalogue.related(description.id));
  const layer = twin.city.layers.find(({ id }) => id === description.layerId);
  if (!layer) return null;
  const others = related.kind === 'answered' ? related.answer : [];
  const belonging = twin.city.layers
    .map(({ id, label }) => ({ id, label, objects: others.filter(({ layerId }) => layerId === id) }))
    .filter(({ objects }) => objects.length > 0);
  const shown = belonging.find(({ id }) => id === tab);
  const values = new Map(description.values.map(({ name, value }) => [name, value]));
  const name = nameOf(values, language);
  const chineseName = language === 'en' ? nameOf(values, 'zh') : null;
  const keys = keyAttributes(layer.attributes, values);
  return (
    <Panel
      title={<span className="mono id">{description.id}</span>}
      note={<StateTag state={layer.state} />}
      className="card"
      onClose={onClose}
      closeLabel={t('card.close')}
      actions={
        <IconButton icon="link" label={t('card.copyLink')} onClick={() => copy(location.href, 'card.copyFailed')} />
      }
      footer={
        <button type="button" className="btn primary" onClick={() => globe.flyToPlace(description.place)}>
          <Icon name="pin" />
          {t('card.flyTo')}
        </button>
      }
    >
      <div className="headline">
        <h3 lang={languageOf(name ?? '')}>{name ?? of(layer.label)}</h3>
        {chineseName && chineseName !== name && (
          <p className="note" lang="zh-CN">
            {chineseName}
          </p>
        )}
        {name && <p className="note">{of(layer.label)}</p>}
      </div>
      {keys.length > 0 && (
        <dl className="keys">
          {keys.map((attribute) => {
            const { text, unit } = showValue(attribute, values.get(attribute.name) ?? null, language);
            const label = of(attribute.label);
            return (
              <div key={attribute.name}>
                <dt>{label}</dt>
                <dd>
                  <Quantity value={text} unit={unit} />
                  <WhyButton
                    name={label}
                    isOpen={asked?.name === attribute.name}
                    onToggle={() => setAsked(asked?.name === attribute.name ? null : attribute)}
                  />
                </dd>
              </div>
            );
          })}
        </dl>
      )}
      {asked && <Why layer={layer} attribute={asked} />}
      <AlarmsOfObject id={description.id} />
      <SensorSection id={description.id} />
      <InspectionSection layer={layer} description={description} />
      <CommandSection id={description.id} />
      <CasesOfObject id={description.id} name={name ?? of(layer.label)} place={description.place} />
      <ActsOfObject id={description.id} />
      {belonging.length > 0 && (
        <Tabs
          label={t('card.tabs')}
          value={tab}
          options={[
            { value: NOW, label: t('card.now') },
            ...belonging.map(({ label, id, objects }) => ({
              value: id,
              label: of(label),
              note: formatNumber(objects.length),
            })),
          ]}
          onChange={setTab}
        />
      )}
      {shown ? (
        <div role="tabpanel" aria-label={of(shown.label)}>
          <RelatedList objects={shown.objects} />
        </div>
      ) : (
        <section role={belonging.length > 0 ? 'tabpanel' : undefined} aria-label={t('card.now')}>
          <h4>{t('card.attributes')}</h4>
          <dl className="attributes">
            {attributesIn(language, layer.attributes, values).map((attribute) => (
              <AttributeRow
                key={attribute.name}
                layer={layer}
                attribute={attribute}
                value={values.get(attribute.name) ?? null}
              />
            ))}
          </dl>
        </section>
      )}
      <PlansSection description={description} layer={layer} />
      <NearbySection id={description.id} place={description.place} />
      <section>
        <h4>{t('card.source')}</h4>
        <p className="source">
          <b>{of(layer.source.name)}</b>
          <span>{layer.source.licence}</span>
          {layer.source.date && <span>{formatSourceDate(layer.source.date, language)}</span>}
          <span>
            {t('card.version')}{' '}
            <span className="mono">{(layer.source.inputHash || twin.city.inputHash).slice(0, 12)}</span>
          </span>
          <span>{t('layers.cim', { level: layer.cimLevel })}</span>
        </p>
      </section>
    </Panel>
  );
}

function AttributeRow({
  layer,
  attribute,
  value,
}: {
  layer: LayerInfo;
  attribute: AttributeInfo;
  value: string | number | null;
}) {
  const { t, of, language } = useWords();
  const openColour = usePanels((state) => state.openColour);
  const { twin } = useSurroundings();
  const { text, unit, code } = showValue(attribute, value, language);
  const name = of(attribute.label);
  const [isAsked, setAsked] = useState(false);
  return (
    <div>
      <dt>{name}</dt>
      <dd lang={languageOf(text)}>
        {attribute.name === OWNER && typeof value === 'string' ? (
          <OwnerLink id={value} />
        ) : (
          <Quantity value={text} unit={unit} />
        )}
        {code !== null && <span className="mono code">{code}</span>}
        {typeof value === 'number' && <WhyButton name={name} isOpen={isAsked} onToggle={() => setAsked(!isAsked)} />}
      </dd>
      {attribute.type !== 'string' && (
        <div className="row-actions">
          <IconButton
            icon="histogram"
            label={t('card.colourBy', { name })}
            onClick={() => {
              twin.getState().colourBy(layer.id, attribute.name);
              openColour(layer.id, attribute.name);
            }}
          />
          <IconButton
            icon="filter"
            label={t('card.filterBy', { name })}
            onClick={() => openColour(layer.id, attribute.name)}
          />
        </div>
      )}
      {isAsked && (
        <dd className="answer">
          <Why layer={layer} attribute={attribute} />
        </dd>
      )}
    </div>
  );
}
