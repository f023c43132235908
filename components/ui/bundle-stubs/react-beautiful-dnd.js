// core-react's menus use drag and drop only when they are told to be draggable, which nothing here does.
const nothing = () => undefined;

export const DragDropContext = ({ children }) => children;
export const Droppable = ({ children }) =>
  children({ innerRef: nothing, droppableProps: {}, placeholder: null }, {});
export const Draggable = ({ children }) =>
  children({ innerRef: nothing, draggableProps: {}, dragHandleProps: {} }, {});
export const resetServerContext = nothing;
export const useMouseSensor = nothing;
export const useTouchSensor = nothing;
export const useKeyboardSensor = nothing;
