import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  Chip,
  EmptyState,
  ErrorNotice,
  IconButton,
  Panel,
  Quantity,
  Segmented,
  Skeleton,
  Slider,
  Switch,
  Tabs,
} from '../../src/kit/controls.tsx';
import { FileButton } from '../../src/kit/file-button.tsx';
import { ChoiceField, FormRow, FormSection, NumberField, PickField, TextField } from '../../src/kit/form-fields.tsx';
import { StateTag } from '../../src/kit/state-tag.tsx';
import { LayerSwatch } from '../../src/kit/swatch.tsx';
import { Vital, VitalList } from '../../src/kit/vital.tsx';
import { words } from '../../src/kit/words.ts';
import type { Twin } from '../../src/twin/twin.ts';
import { smallCity } from '../model/city/small-city.ts';
import { attributeOf, markupIn, tagsOf } from './rendered.tsx';
import { pageTwin } from './test-twin.ts';

const { city } = smallCity();
const ignore = () => {};

let twin: Twin;
beforeEach(async () => {
  twin = pageTwin(city, 0);
  await words.changeLanguage('en');
});

const markupOf = (element: React.ReactNode) => renderToStaticMarkup(element);
const inPage = (element: React.ReactNode) => markupIn(twin, element);

describe('a panel', () => {
  test('is named by its title for who does not see it', () => {
    const markup = markupOf(<Panel title="Rain">body</Panel>);
    const [section] = tagsOf(markup, 'section');
    const [heading] = tagsOf(markup, 'h2');
    expect(attributeOf(section, 'aria-labelledby')).toBe(attributeOf(heading, 'id'));
    expect(attributeOf(heading, 'id')).not.toBeNull();
  });

  test('has a closing button only where it can be closed, in the language of the page', async () => {
    expect(tagsOf(markupOf(<Panel title="Rain">body</Panel>), 'button')).toHaveLength(0);
    const closable = (
      <Panel title="Rain" onClose={ignore}>
        body
      </Panel>
    );
    expect(attributeOf(tagsOf(markupOf(closable), 'button')[0], 'aria-label')).toBe('Close');
    await words.changeLanguage('zh');
    expect(attributeOf(tagsOf(markupOf(closable), 'button')[0], 'title')).toBe('关闭');
  });

  test('has its title and its note whole in their tooltips, for a narrow head cuts them', () => {
    const markup = markupOf(
      <Panel title="Rain" note="since noon">
        body
      </Panel>,
    );
    expect(attributeOf(tagsOf(markup, 'h2')[0], 'title')).toBe('Rain');
    expect(attributeOf(tagsOf(markup, 'span')[0], 'title')).toBe('since noon');
  });

  test('has no foot and no note unless given', () => {
    const plain = markupOf(<Panel title="Rain">body</Panel>);
    expect(plain).not.toContain('<footer');
    expect(plain).not.toContain('class="note"');
    const full = markupOf(
      <Panel title="Rain" note={0} footer="foot">
        body
      </Panel>,
    );
    expect(full).toContain('<footer>foot</footer>');
    expect(full).toContain('<span class="note">0</span>');
  });
});

describe('a button with an icon alone', () => {
  test('is called by its label, and shows it as a tooltip', () => {
    const [button] = tagsOf(markupOf(<IconButton icon="x" label="Close" onClick={ignore} />), 'button');
    expect([attributeOf(button, 'aria-label'), attributeOf(button, 'title'), attributeOf(button, 'type')]).toEqual([
      'Close',
      'Close',
      'button',
    ]);
  });

  test('says whether it is pressed only where it can be', () => {
    const press = (pressed?: boolean) =>
      tagsOf(
        markupOf(<IconButton icon="x" label="Draw" onClick={ignore} {...(pressed === undefined ? {} : { pressed })} />),
        'button',
      )[0];
    expect(attributeOf(press(), 'aria-pressed')).toBeNull();
    expect(attributeOf(press(false), 'aria-pressed')).toBe('false');
    expect(attributeOf(press(true), 'aria-pressed')).toBe('true');
  });
});

describe('a switch', () => {
  const box = (on: boolean | 'mixed', forSeveral = false) =>
    tagsOf(markupOf(<Switch label="Shadows" on={on} forSeveral={forSeveral} onChange={ignore} />), 'input')[0];

  test('is on, off, or neither while those that it stands for differ', () => {
    expect(box(true)).toContain('checked');
    expect(box(false)).not.toContain('checked');
    expect(box('mixed', true)).not.toContain('checked');
  });

  test('that stands for several is read out as a checkbox, for a switch has no third state', () => {
    expect(attributeOf(box(true), 'role')).toBe('switch');
    expect(attributeOf(box(true, true), 'role')).toBeNull();
  });
});

describe('a choice of few', () => {
  const choice = (value: string) =>
    markupOf(
      <Segmented
        label="Side"
        value={value}
        options={[
          { value: 'left', label: 'Left' },
          { value: 'right', label: 'Right', disabled: true },
          { value: 'both', label: 'Both' },
        ]}
        onChange={ignore}
      />,
    );

  test('is one group of radio buttons, of which one is chosen', () => {
    const radios = tagsOf(choice('both'), 'input');
    expect(new Set(radios.map((radio) => attributeOf(radio, 'name'))).size).toBe(1);
    expect(radios.map((radio) => radio.includes('checked'))).toEqual([false, false, true]);
    expect(radios.map((radio) => radio.includes('disabled'))).toEqual([false, true, false]);
  });

  test('has none chosen where its value is none of them', () => {
    expect(choice('up')).not.toContain('checked');
  });

  test('is another group than the next one of the same page', () => {
    const one = { label: 'A', value: 'a', options: [{ value: 'a', label: 'A' }], onChange: ignore };
    const radios = tagsOf(
      markupOf(
        <>
          <Segmented {...one} />
          <Segmented {...one} />
        </>,
      ),
      'input',
    );
    expect(attributeOf(radios[0], 'name')).not.toBe(attributeOf(radios[1], 'name'));
  });
});

test('of tabs the open one alone is reached by the tab key; the others by arrows', () => {
  const tabs = tagsOf(
    markupOf(
      <Tabs
        label="Runs"
        value="runs"
        options={[
          { value: 'form', label: 'Set-up' },
          { value: 'runs', label: 'Runs', note: '3' },
        ]}
        onChange={ignore}
      />,
    ),
    'button',
  );
  expect(tabs.map((tab) => attributeOf(tab, 'tabindex'))).toEqual(['-1', '0']);
  expect(tabs.map((tab) => attributeOf(tab, 'aria-selected'))).toEqual(['false', 'true']);
});

describe('a slider', () => {
  const slider = (value: number, min: number, max: number) =>
    tagsOf(
      markupOf(<Slider label="Depth" value={value} min={min} max={max} step={1} text="" onChange={ignore} />),
      'input',
    )[0];
  const filled = (tag: string) => Number(/--at:([^;"]*)/.exec(tag)?.[1]);

  test('is filled as far as its value lies between its ends', () => {
    expect(filled(slider(25, 0, 100))).toBe(0.25);
    expect(filled(slider(-5, -10, 10))).toBe(0.25);
    expect(filled(slider(7, 5, 7))).toBe(1);
  });

  test('of one possible value is empty, not broken', () => {
    expect(filled(slider(0, 0, 0))).toBe(0);
  });

  test('has its label and its reading tied to it', () => {
    const markup = markupOf(
      <Slider label="Depth" value={1} min={0} max={2} step={1} text="1 m" onChange={ignore} hideLabel />,
    );
    const id = attributeOf(tagsOf(markup, 'input')[0], 'id');
    expect(attributeOf(tagsOf(markup, 'label')[0], 'for')).toBe(id);
    expect(attributeOf(tagsOf(markup, 'output')[0], 'for')).toBe(id);
    expect(markup).toContain('class="unseen"');
  });
});

test('a quantity has a thin space before its unit, and none without', () => {
  expect(markupOf(<Quantity value="3.2" unit="m" />).replace(/<[^>]*>/g, '')).toBe('3.2\u2009m');
  expect(markupOf(<Quantity value="3.2" unit="" />).replace(/<[^>]*>/g, '')).toBe('3.2');
});

test('a chip says whether it is on', () => {
  const chip = (on: boolean) =>
    tagsOf(
      markupOf(
        <Chip on={on} onClick={ignore}>
          CIM4
        </Chip>,
      ),
      'button',
    )[0];
  expect([chip(true), chip(false)].map((tag) => attributeOf(tag, 'aria-pressed'))).toEqual(['true', 'false']);
});

describe('a failure', () => {
  test('is told at once to who does not see it, in the language of the page', async () => {
    const reason = { zh: '文件是空的', en: 'The file is empty' };
    const notice = () => markupOf(<ErrorNotice what="File" reason={reason} rest="The map works." />);
    expect(attributeOf(tagsOf(notice(), 'div')[0], 'role')).toBe('alert');
    expect(notice()).toContain('The file is empty');
    expect(notice()).toContain('<p>The map works.</p>');
    await words.changeLanguage('zh');
    expect(notice()).toContain('文件是空的');
    expect(notice()).not.toContain('The file is empty');
  });

  test('in the words of whoever reported it stands as it came', () => {
    expect(markupOf(<ErrorNotice what="File" reason="<b>no</b>" />)).toContain('&lt;b&gt;no&lt;/b&gt;');
  });
});

test('waiting is read out as waiting, and an empty place says what will stand there', () => {
  expect(attributeOf(tagsOf(markupOf(<Skeleton />), 'div')[0], 'aria-label')).toBe('Loading');
  expect(markupOf(<EmptyState icon="list">No runs yet.</EmptyState>)).toContain('<span>No runs yet.</span>');
});

describe('fields of a form', () => {
  test('are named by their labels', () => {
    const markup = markupOf(
      <FormSection title="Rain">
        <NumberField label="Rate" unit="mm/h" value={40} min={0} max={500} onChange={ignore} />
        <TextField label="Name" value="A" onChange={ignore} />
        <ChoiceField
          label="Kind"
          value="storm"
          options={[
            { value: 'storm', label: 'Design storm' },
            { value: 'grid', label: 'Radar', disabled: true },
          ]}
          onChange={ignore}
        />
      </FormSection>,
    );
    const fors = tagsOf(markup, 'label').map((label) => attributeOf(label, 'for'));
    const ids = [...tagsOf(markup, 'input'), ...tagsOf(markup, 'select')].map((field) => attributeOf(field, 'id'));
    expect([...fors].sort()).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(3);
    expect(markup).toContain('<h3>Rain</h3>');
  });

  test('of numbers have limits, a step of one unless given, and are right as long as nothing was typed', () => {
    const [input] = tagsOf(
      markupOf(<NumberField label="Rate" unit="mm/h" value={900} min={0} max={500} onChange={ignore} />),
      'input',
    );
    expect(['min', 'max', 'step', 'value', 'aria-invalid'].map((name) => attributeOf(input, name))).toEqual([
      '0',
      '500',
      '1',
      '900',
      'false',
    ]);
  });

  test('that choose show what is chosen and what cannot be', () => {
    const options = tagsOf(
      markupOf(
        <ChoiceField
          label="Return period"
          value={100}
          options={[
            { value: 20, label: '20 a' },
            { value: 100, label: '100 a' },
            { value: 500, label: '500 a', disabled: true },
          ]}
          onChange={ignore}
        />,
      ),
      'option',
    );
    expect(options.map((option) => option.includes('selected'))).toEqual([false, true, false]);
    expect(options.map((option) => option.includes('disabled'))).toEqual([false, false, true]);
  });

  test('of text offer what is usual, under the list that the field names', () => {
    const markup = markupOf(
      <TextField
        label="Name"
        value=""
        hint="any"
        offers={[{ value: 'a', label: 'A' }, { value: 'b' }]}
        onChange={ignore}
      />,
    );
    expect(attributeOf(tagsOf(markup, 'input')[0], 'list')).toBe(attributeOf(tagsOf(markup, 'datalist')[0], 'id'));
    expect(attributeOf(tagsOf(markup, 'input')[0], 'placeholder')).toBe('any');
    expect(tagsOf(markup, 'option').map((option) => attributeOf(option, 'value'))).toEqual(['a', 'b']);
  });

  test('for a file ask for the kinds that can be read', () => {
    const [input] = tagsOf(markupOf(<FileButton label="Open" accept=".csv" onFile={ignore} />), 'input');
    expect([attributeOf(input, 'accept'), attributeOf(input, 'type'), attributeOf(input, 'tabindex')]).toEqual([
      '.csv',
      'file',
      '-1',
    ]);
  });

  test('in rows can be removed where there is more than one needed', () => {
    const row = (onRemove: (() => void) | null) =>
      markupOf(
        <FormRow title="Gate 3" onRemove={onRemove}>
          body
        </FormRow>,
      );
    expect(tagsOf(row(null), 'button')).toHaveLength(0);
    expect(attributeOf(tagsOf(row(ignore), 'button')[0], 'aria-label')).toBe('Delete Gate 3');
  });
});

describe('a field that is filled in on the map', () => {
  const field = (isPicking: boolean) =>
    inPage(
      <PickField
        icon="pin"
        label="Draw a box"
        hint="Click two corners."
        isPicking={isPicking}
        points={2}
        onPick={ignore}
      />,
    );
  const point = {
    lonLat: { lonDeg: 0, latDeg: 0, heightM: 0 },
    enu: [0, 0, 0] as [number, number, number],
    elevationM: 0,
    on: 'ground' as const,
  };

  test('is a button until it is taken, and then says what to do', () => {
    expect(field(false)).toContain('Draw a box');
    expect(field(false)).not.toContain('Click two corners.');
    expect(field(true)).toContain('Click two corners.');
    expect(field(true)).toContain('Cancel');
  });

  test('can be finished from so many points on', () => {
    const isDisabled = () => tagsOf(field(true), 'button')[0].includes('disabled');
    twin.getState().startPicking('flood', 'area', 'distance');
    twin.getState().addPickPoint(point);
    expect(isDisabled()).toBe(true);
    twin.getState().addPickPoint(point);
    expect(isDisabled()).toBe(false);
  });
});

describe('the colours of a layer in miniature', () => {
  const [buildings, pipes, plan] = city.layers;
  const colours = (markup: string) => [...markup.matchAll(/var\(--([^)]*)\)/g)].map(([, token]) => token);

  test('are those of its codes where a code colours it, its own colour, or that of its kind', () => {
    expect(colours(markupOf(<LayerSwatch layer={plan} />))).toEqual(['lu-b', 'lu-r']);
    expect(colours(markupOf(<LayerSwatch layer={pipes} />))).toEqual(['pipe-storm']);
    expect(colours(markupOf(<LayerSwatch layer={buildings} />))).toEqual(['map-build']);
  });

  test('are four at most, each once', () => {
    const tokens = { a: 'lu-a', b: 'lu-a', c: 'lu-b', d: 'lu-m', e: 'lu-r', f: 'lu-g' };
    const many = { ...plan, colour: { attribute: 'use', tokens } };
    expect(colours(markupOf(<LayerSwatch layer={many} />))).toEqual(['lu-a', 'lu-b', 'lu-m', 'lu-r']);
  });

  test('stand in a line for pipes, in a dot for points and in a field for the rest, and say what is planned', () => {
    const shape = (layer: (typeof city.layers)[number]) =>
      attributeOf(tagsOf(markupOf(<LayerSwatch layer={layer} />), 'span')[0], 'class');
    expect(shape(pipes)).toBe('swatch line existing');
    expect(shape(plan)).toBe('swatch area planned');
    expect(shape({ ...pipes, kind: 'tree' })).toBe('swatch dot existing');
    expect(shape({ ...pipes, kind: 'point' })).toBe('swatch dot existing');
  });
});

test('the state of a layer is a word in the language of the page', async () => {
  const states = ['existing', 'planned', 'construction'] as const;
  const said = () => states.map((state) => markupOf(<StateTag state={state} />).replace(/<[^>]*>/g, ''));
  expect(said()).toEqual(['Existing', 'Planned', 'Under construction']);
  await words.changeLanguage('zh');
  expect(said()).toEqual(['现状', '规划', '在建']);
});

test('figures of a run are told from those of the present', () => {
  const list = (isRun: boolean) =>
    markupOf(
      <VitalList label="Water" isRun={isRun}>
        <Vital name="Depth">
          <dd>1 m</dd>
        </Vital>
      </VitalList>,
    );
  expect(attributeOf(tagsOf(list(false), 'dl')[0], 'class')).toBe('vitals');
  expect(attributeOf(tagsOf(list(true), 'dl')[0], 'class')).toBe('vitals run');
  expect(list(true)).toContain('<dt>Depth</dt>');
});
