namespace ElasticMoE.Simulation.Core;

/// <summary>When an event is due; events of one moment come in the order in which they were planned.</summary>
internal readonly record struct EventKey(long AtUs, long Order) : IComparable<EventKey>
{
    public int CompareTo(EventKey other) => AtUs != other.AtUs ? AtUs.CompareTo(other.AtUs) : Order.CompareTo(other.Order);
}
