/** Whether a column is called as degrees of longitude are. */
export const isEastName = (name: string): boolean => /^(?:lon|lng|long|longitude|经度|x)$/i.test(name);

/** Whether a column is called as degrees of latitude are. */
export const isNorthName = (name: string): boolean => /^(?:lat|latitude|纬度|y)$/i.test(name);

/** Whether a column or an attribute is called as addresses are. */
export const isAddressName = (name: string): boolean =>
  /^(?:addr(?:ess)?|addr:full|full_?address|地址|住址|门牌(?:号)?|详细地址)$/i.test(name);
