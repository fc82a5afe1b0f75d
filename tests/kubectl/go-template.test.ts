import { describe, expect, it } from 'vitest'
import { goTemplateText } from '../../src/kubectl/go-template/run.ts'

const data = {
  kind: 'List', count: 2, ratio: 0.5, on: true, none: null, empty: {}, quoted: 'a "b"',
  items: [
    { metadata: { name: 'web', labels: { app: 'web', tier: 'front' } }, spec: { ports: [{ port: 80 }, { port: 443, name: 'tls' }] } },
    { metadata: { name: 'api' }, spec: { ports: [] } },
  ],
  data: { user: 'w6k=', key: 'czNjcmV0' },
}

describe('a Go template', () => {
  it.each([
    ['plain text', 'plain text'],
    ['{{.kind}} {{.count}} {{.ratio}} {{.on}} {{.none}} {{.nosuch}} {{.nosuch.deeper}}', 'List 2 0.5 true <no value> <no value> <no value>'],
    ['{{range .items}}{{.metadata.name}}{{"\\n"}}{{end}}', 'web\napi\n'],
    ['{{range $i, $item := .items}}{{$i}}={{$item.metadata.name}} {{end}}', '0=web 1=api '],
    ['{{range $k, $v := .data}}{{$k}}: {{$v | base64decode}} {{end}}', 'key: s3cret user: é '],
    ['{{range .items}}{{range .spec.ports}}{{.port}} {{else}}none {{end}}{{end}}', '80 443 none '],
    ['{{(index .items 0).metadata.name}} {{index .items 0 "metadata" "name"}} {{(index (index .items 0).spec.ports 1).name}}', 'web web tls'],
    ['{{with .empty}}there{{else}}not there{{end}}', 'not there'],
    ['{{with index .items 0}}{{.metadata.name}} of {{$.kind}}{{end}}', 'web of List'],
    ['{{if eq .kind "List"}}a{{else if .on}}b{{else}}c{{end}}{{if not .on}}d{{else if eq .count 2}}e{{end}}', 'ae'],
    ['{{if and .on (gt .count 1)}}yes{{end}} {{or .none "default"}} {{and .on .empty}}', 'yes default map[]'],
    ['{{$n := .count}}{{range .items}}{{$n = len .metadata}}{{end}}{{$n}}', '1'],
    ['{{$n := .count}}{{range $i, $one := .items}}{{$n}}{{$i}} {{end}}{{$n}}', '20 21 2'],
    ['{{printf "%-5s|%4d|%q|%v" .kind .count .quoted .on}}', 'List |   2|"a \\"b\\""|true'],
    ['{{len .items}} {{len .kind}} {{print .count .on}}', '2 4 2 true'],
    ['a {{- .count -}} b {{/* nothing */}}{{"x" | printf "%s%s" "y"}}', 'a2b yx'],
    ['{{(index .items 0).metadata.labels}} {{(index .items 0).spec.ports}}', 'map[app:web tier:front] [map[port:80] map[name:tls port:443]]'],
    ['{{if exists . "items" "0" "metadata"}}there{{end}}{{if exists . "nosuch"}}!{{end}}', 'there'],
    ['{{`raw \\n`}} {{ true }} {{ 1.5 }}', 'raw \\n true 1.5'],
  ])('%s', (template, text) => expect(goTemplateText(template, data)).toBe(text))

  it.each([
    ['{{range .items}}', 'unexpected EOF'], ['{{end}}', 'unexpected {{end}}'], ['{{.kind', 'unclosed action'], ['{{nosuch .kind}}', 'function "nosuch" not defined'],
    ['{{index .items 7}}', 'error calling index: index out of range: 7'], ['{{.kind.name}}', 'can\'t evaluate field name'], ['{{$x}}', 'undefined variable "$x"'],
    ['{{range .count}}{{end}}', 'range can\'t iterate over 2'], ['{{if .on}}{{else}}{{else}}{{end}}', 'unexpected {{else}}'], ['{{}}', 'missing value for command'],
    ['{{(.kind}}', 'unclosed left paren'], ['{{.kind .count}}', 'can\'t give argument to non-function'],
  ])('%s is refused', (template, message) => expect(() => goTemplateText(template, data)).toThrow(message))
})
