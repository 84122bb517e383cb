"""Views for people who look into the database."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.case.database import script


def m005_readable_views(db: Database) -> None:
    """The case for people who look into the database: one row a thing, names beside ids, nothing to join."""
    script(
        db,
        """
        CREATE VIEW readable_items AS       -- one row for each catalog item, as its best page states it
          SELECT i.item_id, i.site, v.name, v.model, v.sku, v.brand, v.category, v.price, v.currency, v.availability,
            v.url, v.language, v.description, v.specs, i.first_seen,
            (SELECT max(s.seen_at) FROM item_sightings s WHERE s.item_id = i.item_id) AS last_seen,
            (SELECT count(*) FROM item_versions w WHERE w.item_id = i.item_id) AS versions, v.version_id, v.capture_id
          FROM items i LEFT JOIN item_versions v ON v.version_id = (
            SELECT c.version_id FROM current_items c WHERE c.item_id = i.item_id
            ORDER BY c.name IS NULL, c.page_type <> 'product', c.version_id LIMIT 1);

        CREATE VIEW readable_posts AS       -- one row for each news post, newest version
          SELECT post_id, site, published, date_source, date_certainty, title, url, language, author, text, seen_at,
            capture_id
          FROM current_posts;

        CREATE VIEW readable_captures AS    -- what was fetched, when, its hash, and where its bytes lie in the case
          SELECT capture_id, site, url, captured_at, kind, status, mime, payload_length, payload_sha256,
            'archive/' || site || '/' || warc_file AS warc, warc_offset, warc_length, ip, certificate_sha256,
            revisit_of, run_id, error
          FROM captures;

        CREATE VIEW readable_lines AS       -- one row for each customs line that no later export has corrected
          SELECT l.line_id, f.name AS customs_file, l.row, l.declaration, l.line_no, l.date, l.hs, l.description,
            l.translation, l.maker, l.trademark, l.model, l.article, l.importer, l.importer_code, l.exporter, l.origin,
            l.departure, l.destination, l.quantity, l.unit, l.gross_kg, l.net_kg, l.value, l.currency, l.value_usd,
            l.problem, l.goods_id
          FROM current_lines l JOIN customs_files f ON f.file_id = l.file_id;

        CREATE VIEW readable_pairs AS       -- one row for each pair, with its state and sums over its lines
          SELECT p.pair_id, p.confidence, p.confidence_basis, p.confidence_low, p.confidence_high, p.level,
            (SELECT s.state FROM pair_states s WHERE s.pair_id = p.pair_id) AS state, i.site, i.sku, i.model,
            i.name AS item_name, i.url AS item_url, g.text AS goods, coalesce(g.maker, g.trademark) AS maker,
            (SELECT count(*) FROM current_lines l WHERE l.goods_id = p.goods_id) AS lines,
            (SELECT CASE WHEN count(DISTINCT coalesce(l.unit_code, l.unit)) <= 1 THEN sum(l.quantity) END
             FROM current_lines l WHERE l.goods_id = p.goods_id) AS quantity,
            (SELECT CASE WHEN count(DISTINCT coalesce(l.unit_code, l.unit)) <= 1 THEN max(l.unit) END
             FROM current_lines l WHERE l.goods_id = p.goods_id) AS unit,
            (SELECT sum(l.value_usd) FROM current_lines l WHERE l.goods_id = p.goods_id) AS value_usd,
            (SELECT min(l.date) FROM current_lines l WHERE l.goods_id = p.goods_id) AS first_date,
            (SELECT max(l.date) FROM current_lines l WHERE l.goods_id = p.goods_id) AS last_date,
            p.reasons, p.counter_reasons, p.item_id, p.goods_id
          FROM pairs p JOIN readable_items i ON i.item_id = p.item_id JOIN goods g ON g.goods_id = p.goods_id;

        CREATE VIEW readable_pair_lines AS  -- one row for each customs line of each pair
          SELECT p.pair_id, p.confidence, p.confidence_basis, p.level,
            (SELECT s.state FROM pair_states s WHERE s.pair_id = p.pair_id) AS state, i.site, i.sku,
            i.name AS item_name, i.url AS item_url, l.customs_file, l.row, l.declaration, l.line_no, l.date, l.hs,
            l.description, l.importer, l.exporter, l.maker, l.origin, l.destination, l.quantity, l.unit, l.value_usd,
            p.reasons
          FROM pairs p JOIN readable_items i ON i.item_id = p.item_id JOIN readable_lines l ON l.goods_id = p.goods_id;

        CREATE VIEW readable_decisions AS   -- who decided what, when, on which pair; undone ones say so
          SELECT d.decision_id, d.pair_id, d.decision, d.reviewer, d.note, d.asked_at, d.decided_at, d.undone_at,
            d.signature = p.signature AS on_present_evidence, i.name AS item_name, g.text AS goods
          FROM decisions d JOIN pairs p ON p.pair_id = d.pair_id
          JOIN readable_items i ON i.item_id = p.item_id JOIN goods g ON g.goods_id = p.goods_id;

        CREATE VIEW readable_months AS      -- lines of accepted pairs by site, month and unit; a line once in each
          SELECT site, month, unit, count(*) AS lines, sum(quantity) AS quantity, sum(value_usd) AS value_usd
          FROM (SELECT DISTINCT i.site, substr(l.date, 1, 7) AS month, coalesce(l.unit, '') AS unit, l.line_id,
                  l.quantity, l.value_usd
                FROM pairs p JOIN pair_states s ON s.pair_id = p.pair_id AND s.state = 'accepted'
                JOIN items i ON i.item_id = p.item_id JOIN current_lines l ON l.goods_id = p.goods_id)
          GROUP BY site, month, unit;

        CREATE VIEW readable_importers AS   -- lines of accepted pairs by importer and unit; a line once in each
          SELECT importer, importer_code, unit, count(*) AS lines, sum(quantity) AS quantity,
            sum(value_usd) AS value_usd, min(date) AS first_date, max(date) AS last_date
          FROM current_lines l
          WHERE EXISTS (SELECT 1 FROM pairs p JOIN pair_states s ON s.pair_id = p.pair_id
                        WHERE p.goods_id = l.goods_id AND s.state = 'accepted')
          GROUP BY importer, importer_code, unit;
        """,
    )


def m009_one_name(db: Database) -> None:
    """An item has one name in every view, and what is left out of the listings is left out of the views for readers."""
    script(
        db,
        """
        DROP VIEW readable_items;
        CREATE VIEW named_items AS          -- one row for each catalog item, with the version it is shown with everywhere
          SELECT i.item_id, i.site, v.name, v.model, v.sku, v.brand, v.category, v.price, v.currency, v.availability,
            v.url, v.language, v.description, v.specs, i.first_seen,
            (SELECT max(s.seen_at) FROM item_sightings s WHERE s.item_id = i.item_id) AS last_seen,
            (SELECT count(*) FROM item_versions w WHERE w.item_id = i.item_id) AS versions, v.version_id, v.capture_id
          FROM items i LEFT JOIN item_versions v ON v.version_id = (
            SELECT p.version_id FROM spoken_versions p WHERE p.item_id = i.item_id);

        CREATE VIEW readable_items AS       -- one row for each catalog item that is not left out, as its best page states it
          SELECT * FROM named_items WHERE item_id NOT IN (SELECT owner_id FROM left_out);

        DROP VIEW readable_posts;
        CREATE VIEW readable_posts AS       -- one row for each news post that is not left out, newest version
          SELECT post_id, site, published, date_source, date_certainty, title, url, language, author, text, seen_at,
            capture_id
          FROM current_posts WHERE post_id NOT IN (SELECT owner_id FROM left_out);

        DROP VIEW readable_decisions;
        CREATE VIEW readable_decisions AS   -- who decided what, when, on which pair; undone ones say so
          SELECT d.decision_id, d.pair_id, d.decision, d.reviewer, d.note, d.asked_at, d.decided_at, d.undone_at,
            d.signature = p.signature AS on_present_evidence, i.name AS item_name, g.text AS goods
          FROM decisions d JOIN pairs p ON p.pair_id = d.pair_id
          JOIN named_items i ON i.item_id = p.item_id JOIN goods g ON g.goods_id = p.goods_id;
        """,
    )
