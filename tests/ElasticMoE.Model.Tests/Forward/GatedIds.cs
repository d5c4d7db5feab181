using ElasticMoE.Contracts.Experts;

namespace ElasticMoE.Model.Tests.Forward;

/// <summary>A sequence and how its rows are gated.</summary>
internal sealed record GatedIds(int[] Ids, GatePolicy Policy, ulong Seed);
