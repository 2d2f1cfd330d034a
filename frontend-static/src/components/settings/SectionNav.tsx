import { useEffect, useState } from "preact/hooks";
import type { Section } from "../../api/settings";

/** The way to each section; the one in view is marked. */
export function SectionNav({ sections, changed }: { sections: Section[]; changed: ReadonlySet<string> }) {
  const [current, setCurrent] = useState(sections[0]?.key ?? "");
  useEffect(() => {
    const watcher = new IntersectionObserver(
      (entries) => {
        const seen = entries.find((entry) => entry.isIntersecting);
        if (seen) setCurrent(seen.target.id);
      },
      { rootMargin: "-10% 0px -80% 0px" },
    );
    for (const section of sections) {
      const element = document.getElementById(section.key);
      if (element) watcher.observe(element);
    }
    return () => watcher.disconnect();
  }, [sections]);
  return (
    <nav class="section-nav" aria-label="Sections">
      <ul>
        {sections.map((section) => (
          <li key={section.key}>
            <a href={`#${section.key}`} aria-current={current === section.key ? "location" : undefined}>
              {section.words}
              {changed.has(section.key) && <span class="badge person">changed</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
