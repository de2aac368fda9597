import type { ReactNode } from "react";
import { Link } from "#ui/link";

export type Crumb = { label: string; href?: string };

export function PageHeader(props: {
  title: string;
  badge?: ReactNode;
  lead?: ReactNode;
  crumbs?: Crumb[];
  children?: ReactNode;
}) {
  return (
    <header className="mb-4">
      {props.crumbs && props.crumbs.length > 0 && (
        <nav aria-label="Breadcrumbs" className="mb-1 text-xs text-muted">
          <ol className="flex flex-wrap gap-1">
            {props.crumbs.map((crumb) => (
              <li key={crumb.label} className="after:ml-1 after:content-['/'] last:after:content-none">
                {crumb.href ? <Link href={crumb.href}>{crumb.label}</Link> : crumb.label}
              </li>
            ))}
          </ol>
        </nav>
      )}
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2 md:gap-y-0.5">
        <div className="flex min-w-0 flex-1 basis-72 flex-wrap items-center gap-2">
          <h1 className="min-w-0 break-words text-lg font-semibold tracking-tight">{props.title}</h1>
          {props.badge}
        </div>
        {props.lead && <p className="-mt-1.5 w-full text-muted md:order-last md:mt-0">{props.lead}</p>}
        {props.children && <div className="no-print flex flex-wrap items-center gap-2">{props.children}</div>}
      </div>
    </header>
  );
}
