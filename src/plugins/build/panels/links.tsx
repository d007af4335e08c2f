import type { LayerInfo } from '../../../../model/city/manifest.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { IconButton } from '../../../kit/controls.tsx';
import { FileButton } from '../../../kit/file-button.tsx';
import { ChoiceField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { buildController } from '../controller.ts';
import type { LinkFile, LinkReport, LinkRule, NamedLink } from '../linking-controller.ts';
import { planName } from '../plan-text.ts';
import { linkableOf, linkLayerOf } from '../project-slice.ts';
import { LinkRuleForm } from './link-form.tsx';
import { Refusal } from './refusal.tsx';
import { usePlan } from './verdicts.tsx';

const FILE_NAME = 'links.json';

/** Which activity builds which element: rules, what they link, and what waits for a person. */
export function LinksPart() {
  const { t } = useWords();
  const { twin } = useApp();
  const { linking } = useController(buildController);
  const status = useTwin((state) => state.linking);
  const layer = useTwin((state) => linkLayerOf(twin.city.layers, state));
  const report = linking.report();
  const { rules, confirmed } = linking.file();
  return (
    <section className="model-part links" aria-label={t('links.title')}>
      <p className="row-head">
        <b>{t('links.title')}</b>
        <span className="space" />
        {report && (
          <span className="note">
            {t('links.linked', { linked: formatNumber(report.built), all: formatNumber(report.elements) })}
          </span>
        )}
      </p>
      {layer && <LayerChoice shown={layer} />}
      {status.kind === 'failed' && <Refusal reason={status.reason} />}
      {report && rules.length === 0 && <p className="note">{t('links.none')}</p>}
      <Rules rules={rules} report={report} />
      <LinkRuleForm key={`${layer?.id} ${rules.length}`} />
      {report && <Absent report={report} />}
      {report && <Changes report={report} isFirst={confirmed === null} />}
      <Files file={linking.file()} />
    </section>
  );
}

/** Each layer has its own rules; one alone needs no choice. */
function LayerChoice({ shown }: { shown: LayerInfo }) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const model = useTwin((state) => state.model);
  const linkable = linkableOf(twin.city.layers, { model });
  if (linkable.length < 2) return null;
  return (
    <ChoiceField
      label={t('links.layer')}
      value={shown.id}
      options={linkable.map(({ id, label }) => ({ value: id, label: of(label) }))}
      onChange={twin.getState().chooseLinkLayer}
    />
  );
}

function Rules({ rules, report }: { rules: readonly LinkRule[]; report: LinkReport | null }) {
  const { t } = useWords();
  const { linking } = useController(buildController);
  const words = useRuleWords();
  const without = (at: number) => rules.filter((_, i) => i !== at);
  const up = (at: number) => {
    const next = without(at);
    next.splice(at - 1, 0, rules[at]);
    linking.setRules(next);
  };
  return (
    <ol className="link-rules">
      {rules.map((rule, at) => {
        const count = report?.rules.find(({ id }) => id === rule.id);
        const name = words(rule);
        return (
          <li key={rule.id}>
            <span className="name">
              {name}
              {count && (
                <span className="note">
                  {t('links.ruleCount', { count: count.links })}
                  {count.covered > 0 && ` · ${t('links.covered', { count: count.covered })}`}
                </span>
              )}
            </span>
            {at > 0 && <IconButton icon="up" label={t('links.up', { name })} onClick={() => up(at)} />}
            <IconButton icon="x" label={t('links.remove', { name })} onClick={() => linking.setRules(without(at))} />
          </li>
        );
      })}
    </ol>
  );
}

/** A rule in one line: what it asks, and what it links. */
function useRuleWords(): (rule: LinkRule) => string {
  const { t, of, language } = useWords();
  const { twin } = useApp();
  const plan = usePlan();
  const layer = useTwin((state) => linkLayerOf(twin.city.layers, state));
  const propertyName = (property: string) => {
    const column = layer?.attributes.find(({ name }) => name === property);
    return column ? of(column.label) : property;
  };
  return ({ when, task, does }) => {
    const asks = Object.entries(when)
      .filter(([, value]) => value)
      .map(([field, value]) =>
        field === 'class'
          ? value === '*'
            ? t('links.all')
            : value
          : `${t(`links.field.${field as keyof LinkRule['when']}`)} ${value}`,
      )
      .join(' · ');
    const name = 'activity' in task ? task.activity : '';
    const row = name && plan?.rows.find(({ id, code }) => code === name || id === name);
    const to =
      'property' in task
        ? t('links.byProperty', { property: propertyName(task.property) })
        : `${name}${row ? ` ${planName(row.name, language)}` : ''}`;
    return `${asks} → ${does === 'remove' ? `${t('links.removes')} ` : ''}${to}`;
  };
}

/** Links to activities that the schedule has not. */
function Absent({ report: { absent, confirmedAbsent } }: { report: LinkReport }) {
  const { t } = useWords();
  if (absent.length + confirmedAbsent.length === 0) return null;
  const names = new Map([...absent, ...confirmedAbsent].map(({ task, elements }) => [task, elements]));
  return (
    <div className="link-absent" role="alert">
      <b>{t('links.absent', { count: names.size })}</b>
      <ul>
        {[...names].slice(0, MAX_NAMES_SHOWN).map(([task, elements]) => (
          <li key={task}>
            {task} <span className="note">{t('links.waiting', { count: elements })}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

const MAX_NAMES_SHOWN = 20;

function Changes({ report, isFirst }: { report: LinkReport; isFirst: boolean }) {
  const { t } = useWords();
  const { linking } = useController(buildController);
  const { changes, unlinked, isConfirmed, built } = report;
  return (
    <>
      {!isFirst && (
        <>
          <List head={t('links.lost', { count: changes.lost.count })} links={changes.lost.first} />
          <List head={t('links.changed', { count: changes.changed.count })} links={changes.changed.first} />
          <List head={t('links.added', { count: changes.added.count })} links={changes.added.first} />
        </>
      )}
      <List
        head={t('links.unlinked', { count: unlinked.count })}
        links={unlinked.first.map((one) => ({ ...one, does: 'build', task: '' }))}
      />
      {!isConfirmed && (
        <p className="row-head">
          <span className="tag unsure">{t('links.waits')}</span>
          <span className="space" />
          <button type="button" className="btn small primary" onClick={() => void linking.confirm()}>
            {t('links.confirm', { count: changes.kept + changes.added.count + changes.changed.count })}
          </button>
        </p>
      )}
      {isConfirmed && built > 0 && (
        <p className="note">
          <span className="tag ok">{t('links.confirmed')}</span>
        </p>
      )}
    </>
  );
}

function List({ head, links }: { head: string; links: readonly NamedLink[] }) {
  const { t, language } = useWords();
  const { twin } = useApp();
  if (links.length === 0) return null;
  return (
    <details>
      <summary>{head}</summary>
      <ul className="link-list">
        {links.map(({ globalId, name, does, task, before, isGone }) => (
          <li key={`${does} ${globalId}`}>
            <button
              type="button"
              className="link"
              disabled={isGone === true}
              title={globalId}
              onClick={() => twin.setState({ selectedGid: null, selectedId: globalId })}
            >
              {planName(name, language) || globalId}
            </button>
            <span className="note">
              {isGone && `${t('links.gone')} · `}
              {before !== undefined && `${before} → `}
              {task}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Files({ file }: { file: LinkFile }) {
  const { t } = useWords();
  const { linking } = useController(buildController);
  return (
    <div className="build-open">
      <FileButton label={t('links.open')} accept=".json" onFile={(file) => void linking.openFile(file)} />
      {file.rules.length > 0 && (
        <button
          type="button"
          className="btn small"
          onClick={() => saveFile(FILE_NAME, 'application/json', JSON.stringify(file, null, 1))}
        >
          {t('links.save')}
        </button>
      )}
    </div>
  );
}
