/** What differs from run to run is masked: names, ages, addresses, identities, times. Widths follow from these, so runs of blanks count as two. */

const rules: readonly (readonly [RegExp, string])[] = [
  [/\b(nginx|web|np|lb|headless|api|pinned|bootcamp|volume|world|lesson|scaled)-[a-z0-9]{7,10}-[a-z0-9]{5}\b/g, '$1-HASH-POD'],
  [/\bmade-[a-z0-9]{5}\b/g, 'made-NAME'],
  [/\b(node-debugger-node-\d|debugger)-[a-z0-9]{5}\b/g, '$1-NAME'],
  [/\bmy-nginx-[a-z0-9]{5}\b/g, 'my-nginx-SLICE'],
  [/\b(nginx|web|api|pinned|bootcamp|volume|world|lesson|scaled)-[a-f0-9bcdfghjklmnpqrstvwxz2-9]{7,10}\b/g, '$1-HASH'],
  [/\bweb-[a-z0-9]{5}\b/g, 'web-SLICE'],
  [/(pod-template-hash"?(?:=|: )"?)[a-z0-9]+/g, '$1HASH'],
  [/kube-api-access-\w{5}/g, 'kube-api-access-XXXXX'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, 'UID'],
  [/\b[0-9a-f]{32,64}\b/g, 'HEX'],
  [/\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000/g, 'TIME'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'TIME'],
  [/\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/g, 'ADDRESS'],
  [/\bnode-\d\b/g, 'NODE'],
  [/resourceVersion: "\d+"|"resourceVersion": "\d+"/g, 'resourceVersion: N'],
  [/:3\d{4}\/TCP/g, ':PORT/TCP'],
  [/\b\d+m\d*s?\b|\b\d+s\b|<invalid>/g, 'AGE'],
  [/(?<=\S)[ ]{2,}/g, '  '],
  [/[ ]+$/gm, ''],
  [/-{3,}/g, '--'],
]

export function masked(text: string): string {
  return rules.reduce((now, [pattern, by]) => now.replace(pattern, by), text)
}

/** Rows of tables come in the order of their names, which are random: compared as a set. */
export function asRows(text: string): readonly string[] {
  return masked(text).split('\n').toSorted()
}
