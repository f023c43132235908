ALTER TABLE "links" DROP CONSTRAINT "links_kind";--> statement-breakpoint
ALTER TABLE "qb_cursors" DROP CONSTRAINT "qb_cursors_kind";--> statement-breakpoint
ALTER TABLE "qb_lists" DROP CONSTRAINT "qb_lists_kind";--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_kind" CHECK (kind in ('project', 'vendor', 'cost_code', 'commitment', 'change_order', 'invoice', 'budget'));--> statement-breakpoint
ALTER TABLE "qb_cursors" ADD CONSTRAINT "qb_cursors_kind" CHECK (kind in ('account', 'terms', 'class', 'vendor', 'customer', 'item', 'purchase_order', 'bill', 'estimate', 'list_deletion', 'txn_deletion'));--> statement-breakpoint
ALTER TABLE "qb_lists" ADD CONSTRAINT "qb_lists_kind" CHECK (kind in ('account', 'terms', 'class', 'vendor', 'customer', 'item', 'purchase_order', 'bill', 'estimate'));