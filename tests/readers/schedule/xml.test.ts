import { describe, expect, test } from 'vitest';
import { lagCalendarOf, p6Progress } from '../../../readers/schedule/p6.ts';
import { readXml } from '../../../readers/schedule/xml.ts';

const project = (inside: string) => readXml(`<Project>${inside}</Project>`, 'plan.xml', 'Project');

describe('a schedule in XML', () => {
  test('has its children by name, one or many, and none that are empty', () => {
    const node = project('<Tasks><Task><UID>1</UID></Task><Task><UID>2</UID></Task></Tasks><Empty/>');
    expect(
      node
        .one('Tasks')
        ?.many('Task')
        .map((task) => task.number('UID')),
    ).toEqual([1, 2]);
    expect(node.many('Empty')).toEqual([]);
    expect(node.one('Missing')).toBeNull();
  });

  test('is the same with a prefix before its names', () => {
    const node = readXml('<p6:Project xmlns:p6="x"><p6:Name>Site</p6:Name></p6:Project>', 'plan.xml', 'Project');
    expect(node.text('Name')).toBe('Site');
  });

  test('has texts with their signs decoded once, and no further', () => {
    expect(project('<Name>A &amp; B &lt;&#x57FA;&#22353;&gt; &amp;lt;</Name>').text('Name')).toBe('A & B <基坑> &lt;');
  });

  test('has flags, numbers and minutes, and says where one is none', () => {
    const node = project('<A>1</A><B>true</B><C>0</C><N>1.5</N><X>many</X><D>1970-01-02T00:30:00</D><E>soon</E>');
    expect(['A', 'B', 'C', 'Missing'].map((name) => node.flag(name))).toEqual([true, true, false, false]);
    expect([node.number('N'), node.number('Missing')]).toEqual([1.5, 0]);
    expect([node.minute('D'), node.minute('Missing')]).toEqual([1470, null]);
    expect(() => node.number('X')).toThrow(/plan\.xml\/Project.*X/);
    expect(() => node.minute('E')).toThrow(/plan\.xml\/Project.*E/);
  });

  test('keeps texts that look like numbers as they are', () => {
    expect(project('<Code>0010</Code>').text('Code')).toBe('0010');
  });

  test.each([
    ['entities of its own', '<!DOCTYPE x [<!ENTITY a "b">]><Project/>', /plan\.xml/],
    ['a tag that is not closed', '<Project><A></Project>', /plan\.xml: line 1/],
    ['another root', '<Other><A>1</A></Other>', /Project/],
    ['tags in tags without end', `<Project>${'<a>'.repeat(60)}x${'</a>'.repeat(60)}</Project>`, /plan\.xml/],
  ])('is refused with %s', (_, text, place) => {
    expect(() => readXml(text, 'plan.xml', 'Project')).toThrow(place);
  });
});

describe("P6's words", () => {
  test('say how far an activity is: a date alone does not', () => {
    expect(p6Progress('Completed', 10, 20, 0)).toEqual({ status: 'done', startMin: 10, finishMin: 20 });
    expect(p6Progress('TK_Complete', 10, null, 0)).toEqual({ status: 'planned' });
    expect(p6Progress('In Progress', 10, null, 60)).toEqual({ status: 'started', startMin: 10, remainingMin: 60 });
    expect(p6Progress('TK_Active', 10, 20, 60)).toEqual({ status: 'started', startMin: 10, remainingMin: 60 });
    expect(p6Progress('Not Started', 10, null, 60)).toEqual({ status: 'planned' });
  });

  test('say which calendar lags run on', () => {
    expect(
      ['rcal_Predecessor', 'Successor Activity Calendar', 'rcal_24Hour', 'Project Default Calendar', ''].map(
        lagCalendarOf,
      ),
    ).toEqual(['predecessor', 'successor', 'elapsed', 'project', 'predecessor']);
  });
});
