import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stepLines } from '../../../readers/ifc-tasks/step.ts';
import { StepFile, stepReal, stepText } from '../../../workers/construction/write/step.ts';

describe('a text of a STEP file', () => {
  test('stands as it is in ASCII, apostrophes and backslashes doubled', () => {
    expect(stepText("it's C:\\")).toBe("'it''s C:\\\\'");
  });

  test('has other letters by their numbers, a run of them in one escape', () => {
    expect(stepText('基坑 A')).toBe("'\\X2\\57FA5751\\X0\\ A'");
    expect(stepText('\u{20BB7}')).toBe("'\\X4\\00020BB7\\X0\\'");
    expect(stepText('\u{20BB7}基')).toBe("'\\X4\\00020BB7\\X0\\\\X2\\57FA\\X0\\'");
  });

  test('is read back as it was written, whatever it says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const [line] = stepLines(`#1=IFCTASK(${stepText(text)});`, ['IFCTASK'], 'plan.ifc');
        expect(line.values).toEqual([text]);
      }),
    );
  });
});

describe('a number of a STEP file', () => {
  test('always has a point', () => {
    expect([5, 0, -1.5, 1e21, 1e-7, 1.5e-7].map(stepReal)).toEqual(['5.', '0.', '-1.5', '1.E+21', '1.E-7', '1.5E-7']);
  });

  test('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const [line] = stepLines(`#1=IFCREAL(${stepReal(value)});`, ['IFCREAL'], 'plan.ifc');
        expect(Number(line.values[0])).toBeCloseTo(value, 12);
      }),
    );
  });
});

test('lines number themselves and lead to each other', () => {
  const file = new StepFile();
  const first = file.add('IFCTASK', stepText('Dig'), '.CONSTRUCTION.');
  const second = file.add('IFCRELNESTS', `(${first})`);
  expect([first, second]).toEqual(['#1', '#2']);
  const text = file.text({ name: 'plan.ifc', iso: '2026-07-18T00:00:00', schema: 'IFC4', view: 'CoordinationView' });
  expect(text).toContain("#1=IFCTASK('Dig',.CONSTRUCTION.);\n#2=IFCRELNESTS((#1));\nENDSEC;");
  expect(text).toContain("FILE_SCHEMA(('IFC4'));");
});
