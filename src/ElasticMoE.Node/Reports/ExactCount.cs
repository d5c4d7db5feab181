namespace ElasticMoE.Node.Reports;

/// <summary>Cases and those answered exactly.</summary>
internal sealed record ExactCount(int N, int Exact);
