import type { SensorKindsFile } from './sensor-kind.ts';

/**
 * The sensor kinds that the program knows by itself: labels, rules, devices, vitals, combinations. A city lays its own
 * `sensor-kinds.json` over them, an administrator his changes over both (`mergeSensorKinds`). Limits of change are own values, each
 * at least twice what noise and a dry day make of the demo city's sensor (`tests/model/alarms/stream-rules.test.ts`); set points are
 * those that the owner of a sensor gave. Streets and sewers that drain to a station lie within some 800 m of it, and one wet gauge
 * alone may be a blocked gully, so that three are needed for a waterlogged area.
 *
 * A single sensor without data is an alert and no alarm: it is work for who maintains it, and no operator can do anything about it in
 * time. Some tenths of a per cent of a real city's sensors are silent at any time, some dozen of the demo city's 3,542, and would be the
 * most part of an operator's list. Noise above the limit of a place is one for the same reason: it is a case for the permit office. A tenth of a kind silent at once is an alarm: then something common to them failed. A kind whose
 * single sensor counts may say otherwise with a rule `silent` of its own.
 */
export const BASE_KINDS: SensorKindsFile = {
  kinds: [
    {
      id: '*',
      label: {
        zh: '其他监测',
        en: 'Other sensor',
      },
      rules: [
        {
          id: 'warn',
          condition: {
            kind: 'above',
            limit: 'warn',
          },
          priority: 3,
          title: {
            zh: '超过限值',
            en: 'Above its limit',
          },
          consequence: {
            zh: '超过设备方给出的限值',
            en: 'Above the limit that its owner gave',
          },
          action: {
            zh: '派人核查',
            en: 'Send someone to look',
          },
          suppresses: ['rate'],
          onDelayCadences: 1,
          offDelayCadences: 1,
        },
        {
          id: 'alarm',
          condition: {
            kind: 'above',
            limit: 'alarm',
          },
          priority: 2,
          title: {
            zh: '超过限值',
            en: 'Above its limit',
          },
          consequence: {
            zh: '超过设备方给出的限值',
            en: 'Above the limit that its owner gave',
          },
          action: {
            zh: '派人核查',
            en: 'Send someone to look',
          },
          suppresses: ['rate', 'warn'],
          offDelayCadences: 1,
        },
        {
          id: 'silent',
          condition: {
            kind: 'missing',
            cadences: 5,
          },
          isAlert: true,
          priority: 4,
          title: {
            zh: '数据中断',
            en: 'No data',
          },
          consequence: {
            zh: '此处状态未知',
            en: 'What happens there is unknown',
          },
          action: {
            zh: '查供电与通信，必要时派人',
            en: 'Check power and communication; send someone if needed',
          },
        },
      ],
    },
    {
      id: 'rain',
      label: {
        zh: '雨量',
        en: 'Rain gauge',
      },
      streams: [
        {
          unit: 'mm',
          simulated: {
            model: 'rain',
          },
        },
      ],
      vital: {
        id: 'rain',
        label: {
          zh: '近 1 小时雨量',
          en: 'Rain, last hour',
        },
        unit: 'mm',
        figure: 'meanHourSum',
        steadyPerH: 1,
        digits: 1,
      },
    },
    {
      id: 'river',
      label: {
        zh: '河道水位',
        en: 'River stage',
      },
      rules: [
        {
          id: 'warn',
          condition: {
            kind: 'above',
            limit: 'warn',
          },
          priority: 2,
          title: {
            zh: '河道水位',
            en: 'River stage',
          },
          consequence: {
            zh: '堤防临水，低洼处可能倒灌',
            en: 'Water stands at the levee; low ground may flood backwards',
          },
          action: {
            zh: '加密巡堤，预置抢险力量，关闭排口闸门',
            en: 'Patrol the levee, place rescue forces, close the outfall gates',
          },
          suppresses: ['rate'],
          onDelayCadences: 1,
          offDelayCadences: 1,
        },
        {
          id: 'alarm',
          condition: {
            kind: 'above',
            limit: 'alarm',
          },
          priority: 1,
          title: {
            zh: '河道水位',
            en: 'River stage',
          },
          consequence: {
            zh: '堤防临水，低洼处可能倒灌',
            en: 'Water stands at the levee; low ground may flood backwards',
          },
          action: {
            zh: '加密巡堤，预置抢险力量，关闭排口闸门',
            en: 'Patrol the levee, place rescue forces, close the outfall gates',
          },
          suppresses: ['rate', 'warn'],
          offDelayCadences: 1,
        },
      ],
      streams: [
        {
          unit: 'm',
          rules: [
            {
              id: 'rate',
              condition: {
                kind: 'rising',
                perMin: 0.008333333333333333,
                overS: 1800,
              },
              priority: 3,
              title: {
                zh: '河道涨水过快',
                en: 'River rising fast',
              },
              consequence: {
                zh: '数小时内可能到警戒水位',
                en: 'The warning stage may be met within hours',
              },
              action: {
                zh: '通知巡堤，看上游雨量和预报',
                en: 'Tell the levee patrol, look at the rain and forecast upstream',
              },
            },
          ],
          simulated: {
            model: 'river',
          },
        },
      ],
      vital: {
        id: 'level',
        label: {
          zh: '水位',
          en: 'Water level',
        },
        unit: 'm',
        figure: 'nearestLimit',
        steadyPerH: 0.05,
        digits: 2,
      },
    },
    {
      id: 'pipe-level',
      label: {
        zh: '管网液位',
        en: 'Sewer level',
      },
      rules: [
        {
          id: 'warn',
          condition: {
            kind: 'above',
            limit: 'warn',
          },
          priority: 3,
          title: {
            zh: '管网液位',
            en: 'Sewer level',
          },
          consequence: {
            zh: '管道满流，井口可能溢流',
            en: 'The sewer is full; manholes may overflow',
          },
          action: {
            zh: '查下游堵点，调泵站',
            en: 'Look for a block downstream, raise the pumps',
          },
          suppresses: ['rate'],
          onDelayCadences: 1,
          offDelayCadences: 1,
        },
        {
          id: 'alarm',
          condition: {
            kind: 'above',
            limit: 'alarm',
          },
          priority: 2,
          title: {
            zh: '管网液位',
            en: 'Sewer level',
          },
          consequence: {
            zh: '管道满流，井口可能溢流',
            en: 'The sewer is full; manholes may overflow',
          },
          action: {
            zh: '查下游堵点，调泵站',
            en: 'Look for a block downstream, raise the pumps',
          },
          suppresses: ['rate', 'warn'],
          offDelayCadences: 1,
        },
      ],
      streams: [
        {
          unit: 'm',
          rules: [
            {
              id: 'rate',
              condition: {
                kind: 'rising',
                perMin: 0.02,
                overS: 300,
              },
              priority: 3,
              title: {
                zh: '管网液位骤升',
                en: 'Sewer level rising fast',
              },
              consequence: {
                zh: '管道将满流，下游低洼处可能积水',
                en: 'The sewer will be full; lows downstream may pond',
              },
              action: {
                zh: '开泵预降，查下游',
                en: 'Start the pumps, look downstream',
              },
            },
          ],
          simulated: {
            model: 'pipe-level',
          },
        },
      ],
    },
    {
      id: 'pipe-flow',
      label: {
        zh: '管网流量',
        en: 'Sewer flow',
      },
      streams: [
        {
          unit: 'm3/s',
          simulated: {
            model: 'pipe-flow',
          },
        },
      ],
    },
    {
      id: 'pond',
      label: {
        zh: '积水',
        en: 'Street ponding',
      },
      rules: [
        {
          id: 'warn',
          condition: {
            kind: 'above',
            limit: 'warn',
          },
          priority: 2,
          title: {
            zh: '道路积水',
            en: 'Ponding on the road',
          },
          consequence: {
            zh: '车辆熄火，行人涉水危险',
            en: 'Cars stall; wading is dangerous',
          },
          action: {
            zh: '封闭路段，派排涝车',
            en: 'Close the road, send a pump truck',
          },
          suppresses: ['rate'],
          onDelayCadences: 1,
          offDelayCadences: 1,
        },
        {
          id: 'alarm',
          condition: {
            kind: 'above',
            limit: 'alarm',
          },
          priority: 1,
          title: {
            zh: '道路积水',
            en: 'Ponding on the road',
          },
          consequence: {
            zh: '车辆熄火，行人涉水危险',
            en: 'Cars stall; wading is dangerous',
          },
          action: {
            zh: '封闭路段，派排涝车',
            en: 'Close the road, send a pump truck',
          },
          suppresses: ['rate', 'warn'],
          offDelayCadences: 1,
        },
      ],
      streams: [
        {
          unit: 'm',
          simulated: {
            model: 'pond',
          },
        },
      ],
      vital: {
        id: 'ponding',
        label: {
          zh: '积水 ≥ 0.3 m',
          en: 'Ponding ≥ 0.3 m',
        },
        unit: 'm',
        figure: 'countAtLeast',
        atLeast: 0.3,
        target: {
          to: 0,
        },
        steadyPerH: 1,
        digits: 0,
      },
    },
    {
      id: 'pump',
      label: {
        zh: '泵站',
        en: 'Pumping station',
      },
      streams: [
        {
          unit: '1',
          simulated: {
            model: 'pump',
          },
        },
        {
          unit: 'A',
          simulated: {
            model: 'pump',
          },
        },
        {
          unit: 'm3/s',
          simulated: {
            model: 'pump',
          },
        },
      ],
      device: {
        verb: 'run',
        min: 0,
        max: 1,
        unit: '1',
        isCritical: true,
      },
      vital: {
        id: 'outflow',
        label: {
          zh: '泵站外排',
          en: 'Pumped outflow',
        },
        unit: 'm3/s',
        figure: 'sum',
        steadyPerH: 0.5,
        digits: 1,
      },
    },
    {
      id: 'gate',
      label: {
        zh: '闸门',
        en: 'Flap gate',
      },
      streams: [
        {
          unit: 'deg',
          simulated: {
            model: 'gate',
          },
        },
      ],
      device: {
        verb: 'open',
        min: 0,
        max: 90,
        unit: 'deg',
        isCritical: true,
      },
    },
    {
      id: 'water-p',
      label: {
        zh: '供水压力',
        en: 'Water pressure',
      },
      streams: [
        {
          unit: 'MPa',
          rules: [
            {
              id: 'rate',
              condition: {
                kind: 'falling',
                perMin: 0.01,
                overS: 180,
              },
              priority: 2,
              title: {
                zh: '供水压力骤降',
                en: 'Water pressure falling fast',
              },
              consequence: {
                zh: '疑似爆管，路面可能塌陷',
                en: 'A main may have burst; the road may cave in',
              },
              action: {
                zh: '关两端阀门，派抢修，围护路面',
                en: 'Shut the valves on both sides, send repair, fence the road',
              },
            },
          ],
          simulated: {
            model: 'water-p',
          },
        },
      ],
    },
    {
      id: 'gas-p',
      label: {
        zh: '燃气压力',
        en: 'Gas pressure',
      },
      streams: [
        {
          unit: 'MPa',
          rules: [
            {
              id: 'rate',
              condition: {
                kind: 'falling',
                perMin: 0.005,
                overS: 60,
              },
              priority: 1,
              title: {
                zh: '燃气压力骤降',
                en: 'Gas pressure falling fast',
              },
              consequence: {
                zh: '疑似管道破裂，燃气外泄',
                en: 'A pipe may be broken and gas escaping',
              },
              action: {
                zh: '切断上游阀门，疏散，禁火',
                en: 'Shut the valve upstream, clear the place, no fire',
              },
            },
          ],
          simulated: {
            model: 'gas-p',
          },
        },
      ],
    },
    {
      id: 'gas-leak',
      label: {
        zh: '甲烷浓度',
        en: 'Methane',
      },
      rules: [
        {
          id: 'warn',
          condition: {
            kind: 'above',
            limit: 'warn',
          },
          priority: 2,
          title: {
            zh: '甲烷浓度',
            en: 'Methane',
          },
          consequence: {
            zh: '可燃气体积聚，遇火爆炸',
            en: 'Gas gathers; a spark sets it off',
          },
          action: {
            zh: '断火断电，疏散，通知燃气公司',
            en: 'No fire, no power, clear the place, call the gas company',
          },
          suppresses: ['rate'],
          onDelayCadences: 1,
          offDelayCadences: 1,
        },
        {
          id: 'alarm',
          condition: {
            kind: 'above',
            limit: 'alarm',
          },
          priority: 1,
          title: {
            zh: '甲烷浓度',
            en: 'Methane',
          },
          consequence: {
            zh: '可燃气体积聚，遇火爆炸',
            en: 'Gas gathers; a spark sets it off',
          },
          action: {
            zh: '断火断电，疏散，通知燃气公司',
            en: 'No fire, no power, clear the place, call the gas company',
          },
          suppresses: ['rate', 'warn'],
          offDelayCadences: 1,
        },
      ],
      streams: [
        {
          unit: '%',
          rules: [
            {
              id: 'rate',
              condition: {
                kind: 'rising',
                perMin: 0.02,
                overS: 300,
              },
              priority: 3,
              title: {
                zh: '甲烷持续上升',
                en: 'Methane keeps rising',
              },
              consequence: {
                zh: '井内燃气正在积聚',
                en: 'Gas is gathering in the manhole',
              },
              action: {
                zh: '通知燃气公司开井检测',
                en: 'Ask the gas company to open and test it',
              },
            },
          ],
          simulated: {
            model: 'gas-leak',
          },
        },
      ],
    },
    {
      id: 'heat',
      label: {
        zh: '供热温度',
        en: 'Heating temperature',
      },
      streams: [
        {
          unit: 'Cel',
          rules: [
            {
              id: 'unusual',
              condition: {
                kind: 'deviating',
                by: 3,
                overS: 3600,
              },
              priority: 3,
              title: {
                zh: '供热温度异常',
                en: 'Heating temperature unusual',
              },
              consequence: {
                zh: '疑似失水或换热故障',
                en: 'Water may be lost or the exchanger at fault',
              },
              action: {
                zh: '查热力井和换热站',
                en: 'Look at the chamber and the heat station',
              },
            },
          ],
          simulated: {
            model: 'heat',
          },
        },
      ],
    },
    {
      id: 'power',
      label: {
        zh: '变配电',
        en: 'Power supply',
      },
      streams: [
        {
          unit: 'A',
          rules: [
            {
              id: 'unusual',
              condition: {
                kind: 'deviating',
                by: 60,
                overS: 900,
              },
              priority: 2,
              title: {
                zh: '负荷突变',
                en: 'Load jumps',
              },
              consequence: {
                zh: '疑似跳闸或转供，下游可能停电',
                en: 'A breaker may have opened; parts may be without power',
              },
              action: {
                zh: '核对停电范围和重要用户',
                en: 'Check the area without power and who depends on it',
              },
            },
          ],
          simulated: {
            model: 'power',
          },
        },
      ],
    },
    {
      id: 'cover',
      label: {
        zh: '井盖',
        en: 'Manhole cover',
      },
      streams: [
        {
          unit: 'deg',
          simulated: {
            model: 'cover',
          },
        },
      ],
    },
    {
      id: 'lamp',
      label: {
        zh: '路灯',
        en: 'Street lamp',
      },
      streams: [
        {
          unit: 'W',
          simulated: {
            model: 'lamp',
          },
        },
      ],
      device: {
        verb: 'dim',
        min: 0,
        max: 100,
        unit: '%',
        isCritical: false,
      },
    },
    {
      id: 'traffic',
      label: {
        zh: '交通流',
        en: 'Traffic flow',
      },
      streams: [
        {
          unit: '1/h',
          simulated: {
            model: 'traffic',
          },
        },
      ],
    },
    {
      id: 'crowd',
      label: {
        zh: '客流',
        en: 'People count',
      },
      streams: [
        {
          unit: '1/min',
          simulated: {
            model: 'people-count',
          },
        },
      ],
    },
    {
      id: 'air',
      label: {
        zh: '空气质量',
        en: 'Air quality',
      },
      streams: [
        {
          unit: 'ug/m3',
          rules: [
            {
              id: 'unusual',
              condition: {
                kind: 'deviating',
                by: 25,
                overS: 3600,
              },
              priority: 4,
              title: {
                zh: '空气质量异常',
                en: 'Air quality unusual',
              },
              consequence: {
                zh: '附近可能有烟或扬尘',
                en: 'There may be smoke or dust near by',
              },
              action: {
                zh: '查火情和工地',
                en: 'Look for fire and at the building sites',
              },
            },
          ],
          simulated: {
            model: 'air',
          },
        },
      ],
    },
    {
      id: 'noise',
      label: {
        zh: '噪声',
        en: 'Noise',
      },
      rules: [
        {
          id: 'warn',
          condition: {
            kind: 'above',
            limit: 'warn',
          },
          isAlert: true,
          priority: 4,
          title: {
            zh: '噪声',
            en: 'Noise',
          },
          consequence: {
            zh: '超过该处声环境限值',
            en: 'Above the limit of the place',
          },
          action: {
            zh: '核查施工许可与作业时段',
            en: 'Check the works permit and its hours',
          },
          suppresses: ['rate'],
          onDelayCadences: 1,
          offDelayCadences: 1,
        },
        {
          id: 'alarm',
          condition: {
            kind: 'above',
            limit: 'alarm',
          },
          priority: 4,
          title: {
            zh: '噪声',
            en: 'Noise',
          },
          consequence: {
            zh: '超过该处声环境限值',
            en: 'Above the limit of the place',
          },
          action: {
            zh: '核查施工许可与作业时段',
            en: 'Check the works permit and its hours',
          },
          suppresses: ['rate', 'warn'],
          offDelayCadences: 1,
        },
      ],
      streams: [
        {
          unit: 'dB[SPL]',
          simulated: {
            model: 'noise',
          },
        },
      ],
    },
    {
      id: 'slope',
      label: {
        zh: '边坡位移',
        en: 'Slope movement',
      },
      rules: [
        {
          id: 'warn',
          condition: {
            kind: 'above',
            limit: 'warn',
          },
          priority: 2,
          title: {
            zh: '边坡位移',
            en: 'Slope movement',
          },
          consequence: {
            zh: '坡体失稳，可能滑塌',
            en: 'The slope may slide',
          },
          action: {
            zh: '撤离坡脚，封路，请地质人员到场',
            en: 'Clear the foot, close the road, call a geologist',
          },
          suppresses: ['rate'],
          onDelayCadences: 1,
          offDelayCadences: 1,
        },
        {
          id: 'alarm',
          condition: {
            kind: 'above',
            limit: 'alarm',
          },
          priority: 1,
          title: {
            zh: '边坡位移',
            en: 'Slope movement',
          },
          consequence: {
            zh: '坡体失稳，可能滑塌',
            en: 'The slope may slide',
          },
          action: {
            zh: '撤离坡脚，封路，请地质人员到场',
            en: 'Clear the foot, close the road, call a geologist',
          },
          suppresses: ['rate', 'warn'],
          offDelayCadences: 1,
        },
      ],
      streams: [
        {
          unit: 'mm',
          rules: [
            {
              id: 'rate',
              condition: {
                kind: 'rising',
                perMin: 0.016666666666666666,
                overS: 3600,
              },
              priority: 2,
              title: {
                zh: '边坡位移加速',
                en: 'Slope moving faster',
              },
              consequence: {
                zh: '坡体可能在数小时内滑塌',
                en: 'The slope may slide within hours',
              },
              action: {
                zh: '加密观测，准备撤离坡脚',
                en: 'Measure more often, prepare to clear the foot',
              },
            },
          ],
          simulated: {
            model: 'slope',
          },
        },
      ],
    },
    {
      id: 'levee',
      label: {
        zh: '堤防渗压',
        en: 'Levee seepage',
      },
      rules: [
        {
          id: 'warn',
          condition: {
            kind: 'above',
            limit: 'warn',
          },
          priority: 2,
          title: {
            zh: '堤防渗压',
            en: 'Levee seepage',
          },
          consequence: {
            zh: '可能管涌',
            en: 'Piping may begin',
          },
          action: {
            zh: '查背水坡，备反滤料',
            en: 'Inspect the land side, bring filter material',
          },
          suppresses: ['rate'],
          onDelayCadences: 1,
          offDelayCadences: 1,
        },
        {
          id: 'alarm',
          condition: {
            kind: 'above',
            limit: 'alarm',
          },
          priority: 1,
          title: {
            zh: '堤防渗压',
            en: 'Levee seepage',
          },
          consequence: {
            zh: '可能管涌',
            en: 'Piping may begin',
          },
          action: {
            zh: '查背水坡，备反滤料',
            en: 'Inspect the land side, bring filter material',
          },
          suppresses: ['rate', 'warn'],
          offDelayCadences: 1,
        },
      ],
      streams: [
        {
          unit: 'kPa',
          rules: [
            {
              id: 'rate',
              condition: {
                kind: 'rising',
                perMin: 0.05,
                overS: 3600,
              },
              priority: 2,
              title: {
                zh: '堤防渗压上升过快',
                en: 'Levee seepage rising fast',
              },
              consequence: {
                zh: '渗流通道可能正在形成',
                en: 'A way for seepage may be forming',
              },
              action: {
                zh: '查背水坡渗水是否浑浊',
                en: 'See whether the water on the land side is muddy',
              },
            },
          ],
          simulated: {
            model: 'levee',
          },
        },
      ],
    },
    {
      id: 'bridge',
      label: {
        zh: '桥梁健康',
        en: 'Bridge health',
      },
      streams: [
        {
          unit: 'mm',
          simulated: {
            model: 'bridge',
          },
        },
        {
          unit: '[ppm]',
          simulated: {
            model: 'bridge',
          },
        },
      ],
    },
    {
      id: 'metro',
      label: {
        zh: '地铁车站',
        en: 'Metro station',
      },
      streams: [
        {
          unit: 'm',
          simulated: {
            model: 'metro',
          },
        },
        {
          unit: '%/m',
          simulated: {
            model: 'metro',
          },
        },
        {
          unit: '1/m2',
          simulated: {
            model: 'metro',
          },
        },
      ],
    },
    {
      id: 'site',
      label: {
        zh: '基坑监测',
        en: 'Pit monitoring',
      },
      rules: [
        {
          id: 'warn',
          condition: {
            kind: 'above',
            limit: 'warn',
          },
          priority: 3,
          title: {
            zh: '基坑监测',
            en: 'Pit monitoring',
          },
          consequence: {
            zh: '围护变形加大，周边沉降',
            en: 'The wall moves; the ground around settles',
          },
          action: {
            zh: '停止开挖，加撑，复测',
            en: 'Stop digging, add struts, measure again',
          },
          suppresses: ['rate'],
          onDelayCadences: 1,
          offDelayCadences: 1,
        },
        {
          id: 'alarm',
          condition: {
            kind: 'above',
            limit: 'alarm',
          },
          priority: 2,
          title: {
            zh: '基坑监测',
            en: 'Pit monitoring',
          },
          consequence: {
            zh: '围护变形加大，周边沉降',
            en: 'The wall moves; the ground around settles',
          },
          action: {
            zh: '停止开挖，加撑，复测',
            en: 'Stop digging, add struts, measure again',
          },
          suppresses: ['rate', 'warn'],
          offDelayCadences: 1,
        },
      ],
      streams: [
        {
          unit: 'mm',
          rules: [
            {
              id: 'unusual',
              condition: {
                kind: 'deviating',
                by: 3,
                overS: 21600,
              },
              priority: 2,
              title: {
                zh: '基坑变形突变',
                en: 'Pit deformation jumps',
              },
              consequence: {
                zh: '围护或支撑可能失效',
                en: 'The wall or a strut may be giving way',
              },
              action: {
                zh: '停止开挖，复测，撤离坑边',
                en: 'Stop digging, measure again, clear the edge',
              },
            },
          ],
          simulated: {
            model: 'site',
          },
        },
        {
          unit: 'kN',
          simulated: {
            model: 'site',
          },
        },
        {
          unit: 'm',
          simulated: {
            model: 'site',
          },
        },
        {
          unit: 'mm/m',
          simulated: {
            model: 'site',
          },
        },
      ],
    },
    {
      id: 'parking',
      label: {
        zh: '停车场',
        en: 'Car park',
      },
      streams: [
        {
          unit: '1',
          simulated: {
            model: 'parking',
          },
        },
      ],
    },
    {
      id: 'building',
      label: {
        zh: '建筑结构',
        en: 'Structural health',
      },
      rules: [
        {
          id: 'warn',
          condition: {
            kind: 'above',
            limit: 'warn',
          },
          priority: 3,
          title: {
            zh: '建筑结构监测',
            en: 'Structural health',
          },
          consequence: {
            zh: '沉降或受力超过预期，可能开裂',
            en: 'It settles or bears more than expected, and may crack',
          },
          action: {
            zh: '查裂缝，加密观测，请结构工程师评估',
            en: 'Look for cracks, measure more often, ask a structural engineer',
          },
          suppresses: ['rate'],
          onDelayCadences: 1,
          offDelayCadences: 1,
        },
        {
          id: 'alarm',
          condition: {
            kind: 'above',
            limit: 'alarm',
          },
          priority: 2,
          title: {
            zh: '建筑结构监测',
            en: 'Structural health',
          },
          consequence: {
            zh: '沉降或受力超过预期，可能开裂',
            en: 'It settles or bears more than expected, and may crack',
          },
          action: {
            zh: '查裂缝，加密观测，请结构工程师评估',
            en: 'Look for cracks, measure more often, ask a structural engineer',
          },
          suppresses: ['rate', 'warn'],
          offDelayCadences: 1,
        },
      ],
      streams: [
        {
          unit: 'mm',
          simulated: {
            model: 'building',
          },
        },
        {
          unit: '[ppm]',
          simulated: {
            model: 'building',
          },
        },
        {
          unit: 'mm/s',
          simulated: {
            model: 'building',
          },
        },
        {
          unit: 'kW',
          simulated: {
            model: 'building',
          },
        },
      ],
    },
  ],
  combinations: [
    {
      id: 'many-silent',
      at: '*',
      priority: 3,
      title: {
        zh: '多处数据中断',
        en: 'Many without data',
      },
      consequence: {
        zh: '同类设备多处无数据，可能是网关、通信或供电故障；此类监测不可依赖',
        en: 'Many devices of one kind are silent: a gateway, the network or power may be down, and this kind cannot be relied on',
      },
      action: {
        zh: '查网关、通信与供电；险情处派人值守',
        en: 'Check gateway, network and power; post people where there is danger',
      },
      needed: {
        ratio: 0.1,
        atLeast: 3,
      },
      parts: [
        {
          kind: '*',
          rule: 'silent',
        },
      ],
      suppressesParts: false,
    },
    {
      id: 'waterlogged',
      at: 'pump',
      priority: 1,
      title: {
        zh: '片区内涝',
        en: 'Area waterlogged',
      },
      consequence: {
        zh: '多处同时积水或管网骤升，排水能力不足',
        en: 'Several places pond or fill at once: drainage is not enough',
      },
      action: {
        zh: '泵站全开，调移动泵车，封控低洼路段，转移地下空间人员',
        en: 'Run all pumps, send pump trucks, close low roads, clear places below ground',
      },
      needed: 3,
      parts: [
        {
          kind: 'pond',
          rule: 'warn',
          withinM: 800,
        },
        {
          kind: 'pipe-level',
          rule: 'rate',
          withinM: 800,
        },
      ],
      suppressesParts: true,
    },
    {
      id: 'backwater',
      at: 'pump',
      priority: 1,
      title: {
        zh: '外河顶托',
        en: 'Backwater from the river',
      },
      consequence: {
        zh: '河水高、前池满，自流排口已关，全靠泵排',
        en: 'The river is high and the forebay full: no outfall drains by gravity, the pumps carry everything',
      },
      action: {
        zh: '确认闸门关闭、泵全开，备用电源到位',
        en: 'Check that gates are shut, pumps run and standby power is ready',
      },
      needed: 'all',
      parts: [
        {
          kind: 'river',
          rule: 'warn',
          isNearest: true,
        },
        {
          kind: 'pipe-level',
          rule: 'alarm',
          isNearest: true,
        },
      ],
      suppressesParts: false,
    },
  ],
};
