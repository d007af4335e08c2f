import { messageTable } from '../../../model/text/message.ts';

/** What the tool of schemes refuses, and who is said to plan what is designed here where it is held against plans of authorities. */
export const schemesMessage = messageTable({
  author: { zh: '方案设计', en: 'Schemes' },
  'not-kept': {
    zh: '浏览器未能保存方案，请另存为文件',
    en: 'the browser could not save the schemes; save them as a file',
  },
  'not-json': { zh: '{file}：不是有效的 JSON（{reason}）', en: '{file}: expected JSON, got {reason}' },
  'schemes-large': {
    zh: '{file}：方案文件应不超过 {mostMb} MiB',
    en: '{file}: expected schemes of at most {mostMb} MiB; save them in parts',
  },
  'schemes-lost': {
    zh: '{file}：读取没有完成，请检查文件；现有方案未变',
    en: '{file}: reading did not finish: check the file. The schemes here are unchanged',
  },
  'massing-slow': {
    zh: '{file}：{seconds} 秒内没有读完，已停止；请分成小文件再导入',
    en: '{file}: not read within {seconds} s; stopped. Import it in parts',
  },
  'massing-stopped': { zh: '{file}：读取中断（{reason}）', en: '{file}: the reading stopped: {reason}' },
  'massing-large': {
    zh: '{file}：超过 {mostMb} MB，请只导出方案范围',
    en: '{file}: expected at most {mostMb} MB; export the site alone',
  },
  'massing-triangles': {
    zh: '{file}：模型应不超过 {most} 个三角形，实有 {got} 个；请导出体量模型',
    en: '{file}: expected at most {most} triangles, got {got}; export a massing model',
  },
  'link-scheme': {
    zh: '方案“{name}”只在发送者的浏览器中，未能显示；请发送者保存方案文件或场景文件，再在此打开',
    en: 'the scheme "{name}" exists in the sender\'s browser only and is not shown; have it saved as a file of schemes or a scene, and open that here',
  },
  'massing-many': {
    zh: '{file}：体块应不超过 {most} 个，实有 {got} 个；请只导出方案范围',
    en: '{file}: expected at most {most} volumes, got {got}; export the site alone',
  },
  'massing-empty': {
    zh: '{file}：没有可用的体块（{lost}）',
    en: '{file}: expected volumes of buildings, got none that can be used ({lost})',
  },
  'massing-outside': {
    zh: '{file}：{count} 个体块都不在方案的地块上；请先绘制地块，或选择“为其新建地块”',
    en: '{file}: {count} volumes are on no parcel of the scheme; draw a parcel, or choose to make a site for them',
  },
  'massing-far': {
    zh: '{file}：首点（{x}, {y}）按 {crs} 落在经度 {lonDeg}、纬度 {latDeg}，距本市（{cityLonDeg}, {cityLatDeg}）{awayKm} km；请填写文件的坐标系，模型也可手工放置',
    en: '{file}: expected a massing in this city ({cityLonDeg}, {cityLatDeg}); its first point ({x}, {y}) by {crs} came to lie at {lonDeg}, {latDeg}, {awayKm} km away. Name the system of the file in the form, or place a model by hand',
  },
  'massing-zone': {
    zh: '{file}：首点（{x}, {y}）按 {crs} 落在距本市 {awayKm} km 处，偏 {zones} 个 3° 带；同样的数值按 {likely}（中央经线 {meridianDeg}°）正落在本市，疑为高斯–克吕格带号有误，请在“坐标系”中填写 {likely}',
    en: '{file}: expected a massing in this city; its first point ({x}, {y}) by {crs} came to lie {awayKm} km away, {zones} zones of 3° off. The same numbers by {likely} (Gauss–Krüger, central meridian {meridianDeg}°) lie in the city: a wrong zone is likely. Type {likely} as the system of the file',
  },
  'massing-zone-degrees': {
    zh: '{file}：首点（{x}, {y}）距本市 {awayKm} km，经度正偏 {zones} 个 3° 带，疑为导出时用错高斯–克吕格带；请按中央经线 {meridianDeg}°（{likely}）重新导出为经纬度（此次读作 {crs}）',
    en: '{file}: expected a massing in this city; its first point ({x}, {y}) by {crs} lies {awayKm} km away, by longitude {zones} zones of 3° off: it was likely turned to degrees from a wrong Gauss–Krüger zone. Export it again from central meridian {meridianDeg}° ({likely})',
  },
  'massing-swapped': {
    zh: '{file}：首点（{x}, {y}）按 {crs} 落在距本市 {awayKm} km 处；东坐标与北坐标对调后按 {likely}（中央经线 {meridianDeg}°）正落在本市，请对调后重新导出',
    en: '{file}: expected a massing in this city; its first point ({x}, {y}) by {crs} came to lie {awayKm} km away. With easting and northing swapped it lies in the city by {likely} (central meridian {meridianDeg}°): export it again with easting first',
  },
});
