/** Every card in every state, for development: `#/gallery` lists the fixtures, `#/gallery/worker-node` shows one. */
import '../canvas/cards.css'
import '../canvas/nodes.css'
import './gallery.css'
import type { Fixture } from './fixture.ts'

const files = import.meta.glob<{ readonly fixture: Fixture }>('./fixtures/*.tsx', { eager: true })

/** All fixtures by their file's name. */
export const fixtures: readonly (readonly [name: string, fixture: Fixture])[] =
  Object.entries(files).map(([path, { fixture }]) => [path.replace('./fixtures/', '').replace('.tsx', ''), fixture] as const)

/** `path` is what stands behind `#/gallery/`; an empty one shows all but the whole pictures. */
export function Gallery({ path }: { path: string }) {
  const shown = fixtures.filter(([name]) => (path === '' ? name !== 'pictures' : name === path))
  return (
    <main className="gallery">
      <nav>{fixtures.map(([name, fixture]) => <a key={name} href={`#/gallery/${name}`}>{fixture.title}</a>)}</nav>
      {shown.map(([name, fixture]) => (
        <section key={name}>
          <h2>{fixture.title}</h2>
          <div className="gallery-states">
            {Object.entries(fixture.states).map(([state, card]) => (
              <figure key={state}>
                <figcaption>{state}</figcaption>
                <div className="gallery-frame" style={{ width: fixture.width, height: fixture.height }}>{card}</div>
              </figure>
            ))}
          </div>
        </section>
      ))}
    </main>
  )
}
