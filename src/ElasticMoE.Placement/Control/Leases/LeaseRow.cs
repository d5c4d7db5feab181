namespace ElasticMoE.Placement.Control.Leases;

/// <summary>The lease as the journal's database has it.</summary>
/// <param name="Number">Of the last leader; 0 where there was none.</param>
/// <param name="Renewal">Grows with each renewal; starts again with each number.</param>
public readonly record struct LeaseRow(long Number, long Renewal);
