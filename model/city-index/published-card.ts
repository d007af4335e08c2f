import type { Text } from '../text/text.ts';
import { type Basis, INDEX_FORMAT, type IndexCard, type Indicator, PERCENT } from './index-card.ts';

/** Names, meanings and bases are as published; units, weights and the limits of a score were not published with them. */
const SOURCE: Text = {
  zh: '城市智能指数（2019）：名称、含义和依据照原文；单位、权重、零分值和满分值原文未给，为本程序所设，采用前请确认',
  en: 'City Intelligence Index (2019): name, meaning and basis as published; unit, weight and limits were not, and are set by this program: confirm them before use',
};

const POINTS: Text = { zh: '分', en: 'points' };
const OUT_OF_100: Text = { zh: '百分制评分，由主管部门给出', en: 'points of 100, given by the office' };

type Given = Pick<Basis, 'id' | 'name'> & Partial<Basis>;

/** A share is of 100 %, and points are of 100, unless the basis says more. */
const basis = (given: Given): Basis => ({
  unit: PERCENT,
  formula: given.unit === POINTS ? OUT_OF_100 : given.name,
  source: SOURCE,
  isChecked: false,
  isSurvey: false,
  weight: 1,
  zeroAt: 0,
  fullAt: 100,
  ...given,
});
const points = (id: string, zh: string, en: string, more: Partial<Basis> = {}): Basis =>
  basis({ id, name: { zh, en }, unit: POINTS, ...more });
const share = (id: string, zh: string, en: string, more: Partial<Basis> = {}): Basis =>
  basis({ id, name: { zh, en }, ...more });

const indicator = (id: string, name: Text, meaning: Text, bases: Basis[]): Indicator => ({
  id,
  name,
  meaning,
  weight: 1,
  bases,
});

const GROUPS: readonly { id: string; name: Text; indicators: Indicator[] }[] = [
  {
    id: 'industry',
    name: { zh: '产业智能', en: 'Industry' },
    indicators: [
      indicator(
        'digitalIndustry',
        { zh: '数字产业化', en: 'Digital industry' },
        { zh: '数字产业的发展水平', en: 'level of the digital industry' },
        [share('digitalShareOfGdp', '数字产业占地区生产总值比重', 'Share of regional GDP', { fullAt: 40 })],
      ),
      indicator(
        'industryDigitised',
        { zh: '产业数字化', en: 'Industry made digital' },
        { zh: '技术与产业的融合', en: 'fusion of technology into industry' },
        [
          points('farmEcommerce', '农业电子商务', 'Farm e-commerce'),
          share(
            'digitalDesignTools',
            '规模以上工业企业数字化研发设计工具普及率',
            'Larger industrial firms with digital R&D and design tools',
          ),
          points('smartServices', '服务业智能化', 'Smart services'),
        ],
      ),
      indicator(
        'economy',
        { zh: '经济实力', en: 'Economic strength' },
        { zh: '城市的经济水平', en: 'the city’s economy' },
        [
          basis({
            id: 'gdpTotal',
            name: { zh: '地区生产总值', en: 'Total GDP' },
            unit: { zh: '亿元', en: '100 million yuan' },
            fullAt: 20_000,
          }),
          basis({
            id: 'gdpPerHead',
            name: { zh: '人均地区生产总值', en: 'GDP per head' },
            unit: { zh: '元', en: 'yuan' },
            fullAt: 200_000,
          }),
        ],
      ),
      indicator(
        'innovation',
        { zh: '创新能力', en: 'Innovation' },
        { zh: '城市的创新水平', en: 'how innovative the city is' },
        [
          share('researchSpending', '研发经费投入强度', 'R&D spending as a share of GDP', { fullAt: 5 }),
          basis({
            id: 'inventionPatents',
            name: { zh: '发明专利授权量', en: 'Granted invention patents' },
            unit: { zh: '件/万人', en: 'per 10,000 people' },
            fullAt: 40,
          }),
        ],
      ),
    ],
  },
  {
    id: 'services',
    name: { zh: '服务智能', en: 'Services' },
    indicators: [
      indicator(
        'governmentServices',
        { zh: '政务服务', en: 'Government services' },
        { zh: '互联网+政务服务：一号申请、一窗受理、一网通办', en: 'one application, one window, one net' },
        [
          share('electronicLicences', '电子证照使用率', 'Use of electronic licences'),
          share('oneStop', '一站式办理率', 'Handled in one stop'),
        ],
      ),
      indicator(
        'publicServices',
        { zh: '民生服务', en: 'Services of daily life' },
        { zh: '便民服务的智能化', en: 'services made easy for people' },
        [
          points('healthServices', '健康指数', 'Health'),
          points('educationServices', '教育指数', 'Education'),
          points('socialSecurity', '社会保障指数', 'Social security'),
          points('communityServices', '社区服务指数', 'Community services'),
        ],
      ),
      indicator(
        'serviceExperience',
        { zh: '服务体系', en: 'Experience of services' },
        { zh: '居民对服务的体验', en: 'how residents experience the services' },
        [
          points('residentsRating', '居民评分', 'Residents’ rating', {
            isSurvey: true,
            formula: { zh: '抽样调查得分，百分制；注明样本量', en: 'survey score of 100; name the sample' },
          }),
        ],
      ),
    ],
  },
  {
    id: 'governing',
    name: { zh: '治理智能', en: 'Governing' },
    indicators: [
      indicator(
        'cityManagement',
        { zh: '城市管理', en: 'City management' },
        { zh: '智能化城市管理的应用', en: 'smart city management in use' },
        [
          points('cityManagementIndex', '城市管理指数', 'City-management index'),
          points('trafficManagementIndex', '交通管理指数', 'Traffic-management index'),
        ],
      ),
      indicator(
        'publicSafety',
        { zh: '公共安全', en: 'Public safety' },
        { zh: '公共安全体系的应用', en: 'the public-safety system in use' },
        [
          share('keyAreaVideo', '重点公共区域智能视频覆盖率', 'Key public areas with smart video'),
          share('networkedVideo', '视频联网率', 'That video which is networked'),
        ],
      ),
      indicator(
        'governingTogether',
        { zh: '协同治理', en: 'Governing together' },
        { zh: '城市间的协同', en: 'with other cities' },
        [points('otherCities', '城市间协同水平', 'Work with other cities')],
      ),
    ],
  },
  {
    id: 'environment',
    name: { zh: '环境智能', en: 'Environment' },
    indicators: [
      indicator(
        'smartProtection',
        { zh: '智能环保', en: 'Smart protection' },
        { zh: '环境的智能监测', en: 'smart environmental monitoring' },
        [
          share('goodAirDays', '空气质量优良天数比例', 'Days with good air'),
          share('pollutersOnline', '重点污染源在线监控率', 'Key polluters monitored online'),
        ],
      ),
      indicator(
        'savingResources',
        { zh: '绿色节能', en: 'Saving resources' },
        { zh: '资源利用的智能监测', en: 'smart monitoring of resources' },
        [
          points('smartWater', '用水智能化水平', 'How smartly water is used'),
          points('smartPower', '用电智能化水平', 'How smartly electricity is used'),
          points('smartLand', '用地智能化水平', 'How smartly land is used'),
        ],
      ),
    ],
  },
  {
    id: 'foundation',
    name: { zh: '基础智能', en: 'Foundation' },
    indicators: [
      indicator('networks', { zh: '基础网络', en: 'Networks' }, { zh: '宽带网络的普及', en: 'broadband' }, [
        share('fixedBroadband', '固定宽带家庭普及率', 'Fixed household broadband'),
        share('mobileBroadband', '移动宽带用户普及率', 'Mobile broadband'),
      ]),
      indicator(
        'cloud',
        { zh: '云计算设施', en: 'Cloud computing' },
        { zh: '云计算基础设施的使用', en: 'use of its infrastructure' },
        [points('cloudUse', '云计算设施使用水平', 'Use of cloud infrastructure')],
      ),
      indicator(
        'things',
        { zh: '物联网设施', en: 'Internet of things' },
        { zh: '物联网基础设施的使用', en: 'use of its infrastructure' },
        [
          basis({
            id: 'liveThings',
            name: { zh: '有实时数据的设备密度', en: 'Things with a live stream' },
            unit: { zh: '台/km²', en: 'per km²' },
            fullAt: 20,
          }),
        ],
      ),
      indicator(
        'operation',
        { zh: '运营支撑', en: 'Operation' },
        { zh: '运营的机制与成效', en: 'mechanism and effect of operation' },
        [points('operationMechanism', '运营机制', 'Mechanism'), points('operationEffect', '运营成效', 'Effect')],
      ),
    ],
  },
];

/** Returns 城市智能指数 (2019) without values: 5 first-level and 16 second-level indicators of 31 bases. */
export const publishedCard = (city: string): IndexCard => ({
  format: INDEX_FORMAT,
  kind: 'city-index',
  card: 'published',
  city,
  title: { zh: '城市智能指数（2019）', en: 'City Intelligence Index (2019)' },
  groups: GROUPS.map((group) => ({ ...group, weight: 1 })),
  years: {},
});
