import { type PlanRules, parsePlanRules } from './plan-rules.ts';

/**
 * What contradicts what among plans: this project's own rules after public law and standards. No clause was read at its source, so that
 * every one is `unverified` (待核) and none gives a verdict. A city or a case may bring its own.
 */
export const BASE_PLAN_RULES: PlanRules = parsePlanRules(
  {
    format: 1,
    edition: '1',
    rules: [
      {
        id: 'construction-farmland',
        title: {
          zh: '控规建设用地 × 永久基本农田',
          en: 'Construction land × permanent basic farmland',
        },
        type: 'construction',
        a: {
          kinds: ['parcel'],
          notUses: ['green', 'utility', 'farmland', 'orchard', 'forest', 'grass', 'wetland', 'water', 'reserve'],
        },
        b: {
          kinds: ['farmland'],
        },
        relation: 'overlap',
        severity: 'prohibited',
        clause: {
          zh: '土地管理法 第三十五条',
          en: 'Land Administration Law, art. 35',
        },
        edition: '2019',
        status: 'unverified',
      },
      {
        id: 'construction-ecology',
        title: {
          zh: '控规建设用地 × 生态保护红线',
          en: 'Construction land × ecological red line',
        },
        type: 'construction',
        a: {
          kinds: ['parcel'],
          notUses: ['green', 'utility', 'farmland', 'orchard', 'forest', 'grass', 'wetland', 'water', 'reserve'],
        },
        b: {
          kinds: ['ecology'],
        },
        relation: 'overlap',
        severity: 'prohibited',
        clause: {
          zh: '关于在国土空间规划中统筹划定落实三条控制线的指导意见',
          en: 'Guiding opinions on the three control lines',
        },
        edition: '2019',
        status: 'unverified',
      },
      {
        id: 'construction-outside',
        title: {
          zh: '控规建设用地越出城镇开发边界',
          en: 'Construction land outside the urban growth boundary',
        },
        type: 'construction',
        a: {
          kinds: ['parcel'],
          notUses: ['green', 'utility', 'farmland', 'orchard', 'forest', 'grass', 'wetland', 'water', 'reserve'],
        },
        b: {
          kinds: ['urban-boundary'],
        },
        relation: 'outside',
        severity: 'check',
        clause: {
          zh: '关于在国土空间规划中统筹划定落实三条控制线的指导意见',
          en: 'Guiding opinions on the three control lines',
        },
        edition: '2019',
        status: 'unverified',
      },
      {
        id: 'farmland-forest',
        title: {
          zh: '永久基本农田 × 林地（一地两属）',
          en: 'Permanent basic farmland × forest land',
        },
        type: 'line',
        a: {
          kinds: ['farmland'],
        },
        b: {
          kinds: ['forest'],
        },
        relation: 'overlap',
        severity: 'negotiate',
        clause: {
          zh: '森林法实施与永久基本农田划定的衔接要求',
          en: 'One piece of land, one class',
        },
        edition: '—',
        status: 'unverified',
      },
      {
        id: 'farmland-boundary',
        title: {
          zh: '永久基本农田 × 城镇开发边界',
          en: 'Permanent basic farmland × urban growth boundary',
        },
        type: 'line',
        a: {
          kinds: ['farmland'],
        },
        b: {
          kinds: ['urban-boundary'],
        },
        relation: 'overlap',
        severity: 'prohibited',
        clause: {
          zh: '关于在国土空间规划中统筹划定落实三条控制线的指导意见',
          en: 'Guiding opinions on the three control lines',
        },
        edition: '2019',
        status: 'unverified',
      },
      {
        id: 'ecology-boundary',
        title: {
          zh: '生态保护红线 × 城镇开发边界',
          en: 'Ecological red line × urban growth boundary',
        },
        type: 'line',
        a: {
          kinds: ['ecology'],
        },
        b: {
          kinds: ['urban-boundary'],
        },
        relation: 'overlap',
        severity: 'prohibited',
        clause: {
          zh: '关于在国土空间规划中统筹划定落实三条控制线的指导意见',
          en: 'Guiding opinions on the three control lines',
        },
        edition: '2019',
        status: 'unverified',
      },
      {
        id: 'farmland-ecology',
        title: {
          zh: '永久基本农田 × 生态保护红线',
          en: 'Permanent basic farmland × ecological red line',
        },
        type: 'line',
        a: {
          kinds: ['farmland'],
        },
        b: {
          kinds: ['ecology'],
        },
        relation: 'overlap',
        severity: 'prohibited',
        clause: {
          zh: '关于在国土空间规划中统筹划定落实三条控制线的指导意见',
          en: 'Guiding opinions on the three control lines',
        },
        edition: '2019',
        status: 'unverified',
      },
      {
        id: 'construction-river',
        title: {
          zh: '控规建设用地 × 河道管理范围',
          en: 'Construction land × river management range',
        },
        type: 'construction',
        a: {
          kinds: ['parcel'],
          notUses: ['green', 'utility', 'farmland', 'orchard', 'forest', 'grass', 'wetland', 'water', 'reserve'],
        },
        b: {
          kinds: ['river'],
        },
        relation: 'overlap',
        severity: 'prohibited',
        clause: {
          zh: '防洪法 第二十二条',
          en: 'Flood Control Law, art. 22',
        },
        edition: '2016',
        status: 'unverified',
      },
      {
        id: 'construction-forest',
        title: {
          zh: '控规建设用地 × 林地',
          en: 'Construction land × forest land',
        },
        type: 'construction',
        a: {
          kinds: ['parcel'],
          notUses: ['green', 'utility', 'farmland', 'orchard', 'forest', 'grass', 'wetland', 'water', 'reserve'],
        },
        b: {
          kinds: ['forest'],
        },
        relation: 'overlap',
        severity: 'check',
        clause: {
          zh: '森林法 第三十七条',
          en: 'Forest Law, art. 37',
        },
        edition: '2019',
        status: 'unverified',
      },
      {
        id: 'construction-wetland',
        title: {
          zh: '控规建设用地 × 重要湿地',
          en: 'Construction land × important wetland',
        },
        type: 'construction',
        a: {
          kinds: ['parcel'],
          notUses: ['green', 'utility', 'farmland', 'orchard', 'forest', 'grass', 'wetland', 'water', 'reserve'],
        },
        b: {
          kinds: ['wetland'],
        },
        relation: 'overlap',
        severity: 'prohibited',
        clause: {
          zh: '湿地保护法 第十九条',
          en: 'Wetland Protection Law, art. 19',
        },
        edition: '2021',
        status: 'unverified',
      },
      {
        id: 'use-zone',
        title: {
          zh: '控规用地性质 ≠ 总体规划分区',
          en: 'Land use not allowed in its zone',
        },
        type: 'use',
        a: {
          kinds: ['parcel'],
          notUses: ['green', 'utility'],
        },
        b: {
          kinds: ['use-zone'],
        },
        relation: 'allowed-codes',
        severity: 'negotiate',
        clause: {
          zh: '城乡规划法 第十九条',
          en: 'Urban and Rural Planning Law, art. 19',
        },
        edition: '2019',
        status: 'unverified',
      },
      {
        id: 'underground-metro',
        title: {
          zh: '地下空间 × 轨道控制保护区',
          en: 'Underground space × metro protection zone',
        },
        type: 'underground',
        a: {
          kinds: ['underground'],
        },
        b: {
          kinds: ['metro'],
        },
        relation: 'overlap',
        severity: 'check',
        clause: {
          zh: '城市轨道交通运营管理规定 第二十九条',
          en: 'Provisions on urban rail operation, art. 29',
        },
        edition: '2018',
        status: 'unverified',
      },
      {
        id: 'underground-tunnel',
        title: {
          zh: '地下空间 × 综合管廊（标高重叠）',
          en: 'Underground space × utility tunnel, levels overlap',
        },
        type: 'underground',
        a: {
          kinds: ['underground'],
        },
        b: {
          kinds: ['tunnel'],
        },
        relation: 'depth',
        severity: 'prohibited',
        clause: {
          zh: '城市综合管廊工程技术规范 GB 50838',
          en: 'Utility tunnel code GB 50838',
        },
        edition: '2015',
        status: 'unverified',
      },
      {
        id: 'height-corridor',
        title: {
          zh: '控规限高 > 视廊限高',
          en: 'Height limit above that of the view corridor',
        },
        type: 'indicator',
        a: {
          kinds: ['parcel'],
          notUses: ['green', 'utility'],
        },
        b: {
          kinds: ['view-corridor'],
        },
        relation: 'height',
        severity: 'negotiate',
        clause: {
          zh: '城市设计管理办法',
          en: 'Measures on urban design',
        },
        edition: '2017',
        status: 'unverified',
      },
      {
        id: 'street-heritage',
        title: {
          zh: '道路红线 × 历史街区紫线',
          en: 'Street red line × historic district',
        },
        type: 'line',
        a: {
          kinds: ['street-line'],
        },
        b: {
          kinds: ['heritage'],
        },
        relation: 'overlap',
        severity: 'prohibited',
        clause: {
          zh: '城市紫线管理办法 第十三条',
          en: 'Measures on urban purple lines, art. 13',
        },
        edition: '2003',
        status: 'unverified',
      },
      {
        id: 'residential-detention',
        title: {
          zh: '控规居住用地 × 蓄滞洪区',
          en: 'Residential land × flood detention area',
        },
        type: 'construction',
        a: {
          kinds: ['parcel'],
          uses: ['residential'],
        },
        b: {
          kinds: ['detention'],
        },
        relation: 'overlap',
        severity: 'prohibited',
        clause: {
          zh: '防洪法 第三十二条',
          en: 'Flood Control Law, art. 32',
        },
        edition: '2016',
        status: 'unverified',
      },
      {
        id: 'use-crosswalk',
        title: {
          zh: '两规用地性质不一致',
          en: 'Two plans give one place different uses',
        },
        type: 'use',
        a: {
          kinds: ['parcel'],
        },
        b: {
          kinds: ['parcel'],
        },
        relation: 'crosswalk',
        severity: 'negotiate',
        clause: {
          zh: '用地分类对照表',
          en: 'Crosswalk of land-use codes',
        },
        edition: '1',
        status: 'unverified',
        plans: 'different',
      },
      {
        id: 'indicators',
        title: {
          zh: '两规控制指标不一致',
          en: 'Two plans give one place different limits',
        },
        type: 'indicator',
        a: {
          kinds: ['parcel'],
        },
        b: {
          kinds: ['parcel'],
        },
        relation: 'indicators',
        severity: 'negotiate',
        clause: {
          zh: '城乡规划法 第三十八条',
          en: 'Urban and Rural Planning Law, art. 38',
        },
        edition: '2019',
        status: 'unverified',
        plans: 'different',
      },
      {
        id: 'boundary-farmland',
        title: {
          zh: '永久基本农田边界差异图斑',
          en: 'Boundaries of permanent basic farmland differ',
        },
        type: 'boundary',
        a: {
          kinds: ['farmland'],
        },
        b: {
          kinds: ['farmland'],
        },
        relation: 'difference',
        severity: 'check',
        clause: {
          zh: '关于在国土空间规划中统筹划定落实三条控制线的指导意见',
          en: 'Guiding opinions on the three control lines',
        },
        edition: '2019',
        status: 'unverified',
        plans: 'different',
      },
      {
        id: 'boundary-ecology',
        title: {
          zh: '生态保护红线边界差异图斑',
          en: 'Boundaries of ecological red line differ',
        },
        type: 'boundary',
        a: {
          kinds: ['ecology'],
        },
        b: {
          kinds: ['ecology'],
        },
        relation: 'difference',
        severity: 'check',
        clause: {
          zh: '关于在国土空间规划中统筹划定落实三条控制线的指导意见',
          en: 'Guiding opinions on the three control lines',
        },
        edition: '2019',
        status: 'unverified',
        plans: 'different',
      },
      {
        id: 'boundary-urban-boundary',
        title: {
          zh: '城镇开发边界边界差异图斑',
          en: 'Boundaries of urban growth boundary differ',
        },
        type: 'boundary',
        a: {
          kinds: ['urban-boundary'],
        },
        b: {
          kinds: ['urban-boundary'],
        },
        relation: 'difference',
        severity: 'check',
        clause: {
          zh: '关于在国土空间规划中统筹划定落实三条控制线的指导意见',
          en: 'Guiding opinions on the three control lines',
        },
        edition: '2019',
        status: 'unverified',
        plans: 'different',
      },
      {
        id: 'existing-use',
        title: {
          zh: '规划用途 ≠ 现状用途',
          en: 'Planned use differs from the existing one',
        },
        type: 'existing',
        a: {
          kinds: ['parcel'],
        },
        b: {
          kinds: ['existing'],
        },
        relation: 'crosswalk',
        severity: 'check',
        clause: {
          zh: '国土调查与规划用途的对照',
          en: 'Survey against planned use',
        },
        edition: '—',
        status: 'unverified',
        plans: 'different',
      },
    ],
  },
  'base-rules.ts',
);
