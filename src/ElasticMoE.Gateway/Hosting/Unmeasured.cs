namespace ElasticMoE.Gateway.Hosting;

/// <summary>Marks a path whose requests say nothing about answers, so that they aren't counted among them.</summary>
internal sealed class Unmeasured;
